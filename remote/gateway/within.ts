import { setTimeout as wait } from 'node:timers/promises'

/** What a promise comes to; rejects with what `late` makes when that takes longer. What goes on is not stopped. */
export async function within<T>(ms: number, going: Promise<T>, late: () => Error): Promise<T> {
  const over = new AbortController()
  const slow = wait(ms, undefined, { signal: over.signal }).then(() => Promise.reject(late()))
  try {
    return await Promise.race([going, slow])
  } finally {
    // The timer ends with an error that nobody waits for.
    slow.catch(() => undefined)
    over.abort()
  }
}
