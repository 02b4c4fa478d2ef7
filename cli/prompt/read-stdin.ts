import { fstatSync } from 'node:fs'
import { isatty } from 'node:tty'
import { UsageError } from '../errors.ts'

/** What stdin is, as far as it says whether someone will write to it. */
export type StdinKind = 'terminal' | 'file' | 'stream' | 'none'

/** The most that is read from stdin, bytes. */
export const stdinLimitBytes = 8 * 1024 * 1024

/** An open pipe without a byte counts as idle so long after the start of the process, ms. */
const idleAfterMs = 250

/** And never sooner than this after we began to listen, ms. */
const listenMs = 100

/** What is connected to stdin. */
export function stdinKind(): StdinKind {
  try {
    const stat = fstatSync(0)
    if (stat.isFile()) return 'file'
    if (stat.isFIFO() || stat.isSocket()) return 'stream'
    return isatty(0) ? 'terminal' : 'file'
  } catch {
    return 'none'
  }
}

/** Reads stdin to its end. @throws UsageError when it is not text, or too much */
export async function readAll(stream: NodeJS.ReadableStream = process.stdin): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    size += bytes.length
    if (size > stdinLimitBytes) {
      throw new UsageError(
        `stdin holds more than ${stdinLimitBytes >> 20} MiB; write it to a file and mount its directory`,
      )
    }
  }
  return decodeText(Buffer.concat(chunks))
}

function decodeText(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Said below, for both reasons.
  }
  throw new UsageError('stdin is not UTF-8 text; write it to a file and mount its directory')
}

/**
 * Reads a pipe that may never be written to: null when no byte comes and it stays open. A parent
 * that leaves its end open must not hang us, and a slow producer's first byte is waited for a little.
 */
export async function readUnlessIdle(stream: NodeJS.ReadStream = process.stdin): Promise<string | null> {
  const waitMs = Math.max(listenMs, idleAfterMs - performance.now())
  const awake = await new Promise<boolean>((resolve) => {
    const settle = (value: boolean): void => {
      clearTimeout(timer)
      stream.off('readable', onReadable).off('end', onReadable).off('error', onReadable)
      resolve(value)
    }
    const onReadable = (): void => settle(true)
    // A busy start may keep both waiting: what has arrived by then is looked at first.
    const timer = setTimeout(() => setImmediate(settle, false), waitMs)
    stream.on('readable', onReadable).on('end', onReadable).on('error', onReadable)
  })
  if (awake) return readAll(stream)
  stream.destroy()
  return null
}
