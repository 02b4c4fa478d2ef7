import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { errorCode } from '../../../core/values/errors.ts'

const newline = 0x0a

/** Bytes read at a time. */
export const pageBytes = 64 * 1024

/** Size of a file; 0 when there is none that can be read. */
export function sizeOfFile(file: string): number {
  return withFile(file, 0, (descriptor) => fstatSync(descriptor).size)
}

/** The lines of a file before an offset, last first, read page by page as they are asked for. */
export function* linesBackwards(file: string, end: number, maxBytes: number): Generator<string, undefined> {
  /** Pieces of a line whose beginning is not read yet, in the order of the file. */
  let open: Buffer[] = []
  const stop = Math.max(0, end - maxBytes)
  for (let to = end; to > stop;) {
    const from = Math.max(stop, to - pageBytes)
    const page = readPage(file, from, to)
    let behind = page.length
    for (let at = page.lastIndexOf(newline); at !== -1; at = at === 0 ? -1 : page.lastIndexOf(newline, at - 1)) {
      yield Buffer.concat([page.subarray(at + 1, behind), ...open]).toString('utf8')
      open = []
      behind = at
    }
    open.unshift(page.subarray(0, behind))
    to = from
  }
  if (stop === 0) yield Buffer.concat(open).toString('utf8')
}

function readPage(file: string, from: number, to: number): Buffer {
  return withFile(file, Buffer.alloc(0), (descriptor) => {
    const page = Buffer.alloc(to - from)
    return page.subarray(0, readSync(descriptor, page, 0, page.length, from))
  })
}

function withFile<T>(file: string, absent: T, use: (descriptor: number) => T): T {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    if (errorCode(error) !== undefined) return absent
    throw error
  }
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
