import { forPeople } from './wrap-words.ts'

/** Writes text to stdout, with a newline at its end. */
export function print(text: string): void {
  process.stdout.write(text === '' || text.endsWith('\n') ? text : `${text}\n`)
}

/** Writes one JSON document on a line of stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Writes a line about the work to stderr. */
export function note(line: string): void {
  process.stderr.write(`${forPeople(line, process.stderr)}\n`)
}

/** Columns of the terminal on stdout; no bound in a pipe. */
export function stdoutWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY
}
