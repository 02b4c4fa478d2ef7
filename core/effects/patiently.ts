import { isPassing } from '../values/errors.ts'
import type { Clock } from '../ports/clock.ts'

/** How soon what was away is asked for again, ms. */
const againMs = 2_000

/** Reads what an effect needs before it begins; where that is kept by something that is away, it waits for its return. */
export async function patiently<Value>(
  read: () => Promise<Value>,
  clock: Pick<Clock, 'sleep'>,
  signal: AbortSignal,
): Promise<Value> {
  for (;;) {
    try {
      return await read()
    } catch (error) {
      if (!isPassing(error) || signal.aborted) throw error
      await clock.sleep(againMs, signal)
    }
  }
}
