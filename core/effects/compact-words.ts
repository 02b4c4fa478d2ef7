/** What the model is asked when its window is nearly full. */
export const summaryRequest = [
  'The conversation is about to outgrow your context window and will be replaced by a summary that you write now.',
  'Answer with the summary only, and call no tools. Write for yourself, to go on without the rest. Keep:',
  "1. every request of the user, in the user's words where they matter, and what is still open;",
  '2. decisions and their reasons, constraints, names, paths, commands and their results, errors and how they were mended;',
  '3. the state of each file that was read or changed;',
  '4. what you were doing last and the next step.',
].join('\n')

/** How a summary is handed back at the head of the new window. */
export function summaryText(summary: string): string {
  return `The conversation so far was replaced by this summary of it:\n\n${summary}`
}

/** Said in place of a summary when none could be had. */
export const droppedText =
  'The earlier conversation was dropped because it had outgrown the context window and could not be summarised. ' +
  'Ask, or look at the files, for what you need to know.'
