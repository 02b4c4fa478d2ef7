import { note } from '../render/print.ts'

/** Writes a line of a role to stderr, which nobody watches as it comes: it says when that was. */
export function roleNote(line: string): void {
  note(`${new Date().toISOString()} ${line}`)
}
