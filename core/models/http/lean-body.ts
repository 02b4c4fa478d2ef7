import type { IncomingMessage } from 'node:http'
import { errorCode, errorMessage } from '../../values/errors.ts'
import { ConnectionError, ResponseTooLargeError } from './errors.ts'
import type { LeanBody } from './lean-response.ts'

/** Bounds on what is read of one answer, in bytes. A line is what the SDKs hold in memory at once. */
export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly maxLineBytes: number
}

/** Time in which a stream that nobody reads any more may end, so that its connection can be used again. */
const drainMs = 1000
const newline = 0x0a

/**
 * The bytes of an answer, with bounds. An abort throws its reason.
 * @throws ConnectionError, ResponseTooLargeError
 */
export function leanBody(
  message: IncomingMessage,
  url: string,
  limits: BodyLimits,
  signal: AbortSignal | null,
): LeanBody {
  return {
    [Symbol.asyncIterator]: () => {
      const chunks = read(message, url, limits, signal)
      return {
        next: () => chunks.next(),
        // A generator that was never started runs no `finally`, so leaving is done here.
        return: async () => {
          await chunks.return()
          leave(message)
          return { done: true, value: undefined }
        },
      }
    },
  }
}

async function* read(
  message: IncomingMessage,
  url: string,
  limits: BodyLimits,
  signal: AbortSignal | null,
): AsyncGenerator<Uint8Array, void, void> {
  let bodyBytes = 0
  let lineBytes = 0
  try {
    const chunks = message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    for await (const chunk of chunks) {
      bodyBytes += chunk.length
      const end = chunk.lastIndexOf(newline)
      lineBytes = end < 0 ? lineBytes + chunk.length : chunk.length - end - 1
      if (lineBytes > limits.maxLineBytes) throw new ResponseTooLargeError(url, 'line', limits.maxLineBytes)
      if (bodyBytes > limits.maxBodyBytes) throw new ResponseTooLargeError(url, 'body', limits.maxBodyBytes)
      yield chunk
    }
  } catch (error) {
    message.destroy()
    if (signal?.aborted === true) throw signal.reason
    if (error instanceof ResponseTooLargeError) throw error
    const code = errorCode(error) ?? 'ECONNRESET'
    throw new ConnectionError(
      code,
      `the connection to ${url} broke in the middle of the answer: ${errorMessage(error)}`,
      error,
    )
  }
}

/** Nobody reads on: a stream about to end gives its connection back, any other one is closed. */
function leave(message: IncomingMessage): void {
  if (message.destroyed || message.readableEnded) return
  const timer = setTimeout(() => message.destroy(), drainMs).unref()
  message.once('close', () => clearTimeout(timer))
  message.on('error', () => {})
  message.resume()
}
