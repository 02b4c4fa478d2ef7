import type { Clock } from '../ports/clock.ts'
import { isHindrance } from '../values/errors.ts'

/** How soon what hindered is tried again, ms; twice as long after each time, up to the longest. */
const againMs = 2_000
const longestMs = 30_000

/** Who waits, and with what. */
export interface Waiting {
  readonly ports: { readonly clock: Pick<Clock, 'sleep'> }
  /** Hears why it cannot go on, each time anew, and null when it can or no longer wants to. */
  readonly hindered?: (hindrance: Error | null) => void
}

/** Reads what an effect needs; where that is kept by something that is away or refuses, it waits until it is well again. */
export async function patiently<Value>(
  read: () => Promise<Value>,
  { ports, hindered }: Waiting,
  signal: AbortSignal,
): Promise<Value> {
  let pauseMs = 0
  try {
    for (;;) {
      try {
        return await read()
      } catch (error) {
        if (!isHindrance(error) || signal.aborted) throw error
        hindered?.(error)
      }
      pauseMs = nextPause(pauseMs)
      await ports.clock.sleep(pauseMs, signal)
    }
  } finally {
    if (pauseMs > 0) hindered?.(null)
  }
}

/** The pause behind one that was in vain; 0 for the first. */
export function nextPause(pauseMs: number): number {
  return pauseMs === 0 ? againMs : Math.min(pauseMs * 2, longestMs)
}
