import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../ports/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    if (ms <= 0 || signal?.aborted === true) return
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal })
    } catch {
      // Aborted: the caller looks at its signal.
    }
  },
}
