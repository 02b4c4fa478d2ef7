import { errorCode } from '../../values/errors.ts'

const pauseMs = 10

/**
 * Opens again while SQLite says busy, up to `withinMs`, blocking. Its own waiting for locks does not cover
 * the moment in which another process turns a new file into a WAL database.
 */
export function retryBusy<Result>(open: () => Result, withinMs: number): Result {
  const giveUpAt = performance.now() + withinMs
  for (;;) {
    try {
      return open()
    } catch (error) {
      const isBusy = errorCode(error)?.startsWith('SQLITE_BUSY') ?? false
      if (!isBusy || performance.now() > giveUpAt) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
  }
}
