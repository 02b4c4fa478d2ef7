import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { makePrivate } from '../config/directories.ts'

/** A log is begun anew above this size, when its part is started, bytes. */
const logBytes = 1024 * 1024

/** So much of a log is looked at for what went wrong, bytes. */
const tailBytes = 64 * 1024

/** The log of a part, for one start of it. */
export interface PartLog {
  /** To be written to; whoever opened the log closes it. */
  readonly fd: number
  /** What was written since it was opened. */
  said(): string
  /** The line that tells most of what went wrong; null when nothing was said. */
  lastWords(): string | null
}

/** Opens a log to append to. */
export function openPartLog(file: string): PartLog {
  makePrivate(dirname(file))
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logBytes) renameSync(file, `${file}.old`)
  const fd = openSync(file, 'a', 0o600)
  const start = fstatSync(fd).size
  const said = () => readTail(file, start)
  return { fd, said, lastWords: () => lastWords(said()) }
}

/** The last line that tells of an error, else the last line. Servers end with words of farewell. */
export function lastWords(text: string): string | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.findLast((line) => /\b(fatal|panic|error|could not|cannot|failed)\b/i.test(line)) ?? lines.at(-1) ?? null
}

function readTail(file: string, start: number): string {
  const fd = openSync(file, 'r')
  try {
    const from = Math.max(start, fstatSync(fd).size - tailBytes)
    const bytes = Buffer.alloc(tailBytes)
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, tailBytes, from))
  } finally {
    closeSync(fd)
  }
}
