import { open } from 'node:fs/promises'

/** A line of a file, without its end, and where it is. */
export interface PlacedLine {
  readonly text: string
  /** From 1. */
  readonly number: number
  readonly offset: number
  /** Bytes. */
  readonly length: number
}

const newline = 10

/** The lines of a file, one in memory at a time. A last line without an end is a line too. */
export async function* readLines(file: string): AsyncGenerator<PlacedLine, void, void> {
  const handle = await open(file, 'r')
  try {
    let rest: Buffer[] = []
    let offset = 0
    let number = 0
    const take = (): PlacedLine => {
      const bytes = Buffer.concat(rest)
      const line = { text: bytes.toString('utf8'), number: ++number, offset, length: bytes.length }
      offset += bytes.length + 1
      rest = []
      return line
    }
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 1 << 18 })) {
      let bytes = chunk as Buffer
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline)) {
        rest.push(bytes.subarray(0, end))
        yield take()
        bytes = bytes.subarray(end + 1)
      }
      if (bytes.length > 0) rest.push(bytes)
    }
    if (rest.length > 0) yield take()
  } finally {
    await handle.close()
  }
}
