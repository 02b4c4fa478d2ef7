import type { SessionSummary } from '../../core/ports/session-index.ts'
import { headLines } from '../render/paint-diff.ts'
import { plural } from '../render/quantities.ts'
import { sanitize, sanitizeLine } from '../render/sanitize.ts'
import type { PromptPart, TranscriptPart } from './read-transcript.ts'
import { addRun, callLine, noTotals, runLine, totalsLine } from './totals.ts'

/** How a prompt is headed. */
export const promptHeads: Readonly<Record<PromptPart['how'], string>> = {
  run: 'Prompt',
  steer: 'Added',
  waits: 'Waiting',
}

/** Lines of one output that are shown. */
export const outputLines = 60

/** A session as Markdown, a piece at a time. */
export async function* exportMarkdown(
  session: SessionSummary,
  parts: AsyncIterable<TranscriptPart>,
): AsyncGenerator<string, void, void> {
  const { id, name, title, directory, model, createdAt } = session
  yield `# ${plain(name ?? title) || id}\n\n`
  yield `- session ${code(id)}\n- model ${code(model)}\n- directory ${code(directory)}\n- begun ${new Date(createdAt).toISOString()}\n`
  let totals = noTotals
  for await (const part of parts) {
    if (part.type === 'end') totals = addRun(totals, part.tally)
    yield markdownPart(part)
  }
  yield `\n---\n\n${totalsLine(totals)}\n`
}

function markdownPart(part: TranscriptPart): string {
  switch (part.type) {
    case 'prompt': {
      return `\n## ${promptHeads[part.how]}, ${new Date(part.at).toISOString()}\n\n${sanitize(part.text).replace(/^/gm, '> ')}\n`
    }
    case 'answer':
      return `\n${closeFence(sanitize(part.text))}\n`
    case 'call': {
      const { text, hidden } = headLines(sanitize(part.output), outputLines)
      const more = hidden === 0 ? '' : `\n... ${plural(hidden, 'more line')}`
      const output = text.trim() === '' ? '' : `\n${fenced('', `${text}${more}`)}`
      const diff = part.diff === '' ? '' : `\n${fenced('diff', sanitize(part.diff))}`
      return `\n**${part.outcome === 'ok' ? '✓' : '✗'}** ${code(part.title)} (${callLine(part)})\n${output}${diff}`
    }
    case 'note':
      return `\n*${plain(part.text)}*\n`
    case 'end':
      return `\n*${plain(runLine(part.tally))}*\n`
  }
}

/** One line in which nothing is markup. */
function plain(text: string): string {
  return sanitizeLine(text).replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}

function code(text: string): string {
  const line = sanitizeLine(text)
  const ticks = '`'.repeat(longestRun(line, /`+/g) + 1)
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${ticks}${space}${line}${space}${ticks}`
}

/** A block that nothing in the text can end. */
function fenced(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, /`+/g) + 1))
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}\n`
}

function longestRun(text: string, run: RegExp): number {
  return (text.match(run) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0)
}

/** An answer that was cut inside a code block would take what follows into it. */
function closeFence(text: string): string {
  let open: string | null = null
  for (const line of text.split('\n')) {
    const [, fence = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (fence === '') continue
    if (open === null) open = fence
    else if (fence.startsWith(open) && line.trim() === fence) open = null
  }
  return open === null ? text : `${text}\n${open}`
}
