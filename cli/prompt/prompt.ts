import { UsageError } from '../errors.ts'
import { readAll, readUnlessIdle, stdinKind, type StdinKind } from './read-stdin.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** The prompt, and what the person should know about how it came to be. */
export interface Prompt {
  readonly text: string
  readonly note: string | null
}

/** How stdin is read; tests bring their own. */
export interface StdinReader {
  kind(): StdinKind
  readAll(): Promise<string>
  readUnlessIdle(): Promise<string | null>
}

const realStdin: StdinReader = { kind: stdinKind, readAll: () => readAll(), readUnlessIdle: () => readUnlessIdle() }

const idleNote = 'note: stdin is an open pipe without data, so it was not read; add - to the command to wait for it'

/**
 * Joins the words of the command line and stdin. `-` among the words, or no words at all, waits for
 * the end of stdin; otherwise an idle pipe is left alone. @throws UsageError without a prompt
 */
export async function readPrompt(words: readonly string[], stdin: StdinReader = realStdin): Promise<Prompt> {
  const said = words
    .filter((word) => word !== '-')
    .join(' ')
    .trim()
  const kind = stdin.kind()
  const waits = words.includes('-') || said === ''
  if (waits && (kind === 'none' || (kind === 'terminal' && !words.includes('-')))) throw noPrompt()
  const piped = waits || kind === 'file' ? await stdin.readAll() : kind === 'stream' ? await stdin.readUnlessIdle() : ''
  const text = joinPrompt(said, piped ?? '')
  if (text === '') throw noPrompt()
  return { text, note: piped === null ? idleNote : null }
}

/** Words first, then what was piped, marked as such; either may be empty. */
function joinPrompt(said: string, piped: string): string {
  if (piped.trim() === '') return said
  return said === '' ? piped.trim() : `${said}\n\n<stdin>\n${piped.replace(/\n$/, '')}\n</stdin>`
}

function noPrompt(): UsageError {
  return new UsageError(`no prompt; write ${commandLine('run "what to do"')}, or pipe it in`)
}
