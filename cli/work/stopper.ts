import { takeStops, type Stop } from '../boot/stop-signals.ts'

/** How long SIGTERM waits for the run to settle before leaving anyway, ms. */
const graceMs = 5_000

/** Turns signals into a request to cancel, and a second one into leaving at once. */
export interface Stopper {
  /** The first stop, null before it. */
  readonly stop: Stop | null
  /** Aborted by the first stop. */
  readonly asked: AbortSignal
  /** Aborted when there is no more waiting. */
  readonly leaving: AbortSignal
  close(): void
}

/** Listens for stops until closed. */
export function openStopper(): Stopper {
  const asked = new AbortController()
  const leaving = new AbortController()
  let first: Stop | null = null
  let timer: NodeJS.Timeout | undefined
  const release = takeStops((stop) => {
    if (first !== null && stop !== 'closed') return leaving.abort()
    if (first !== null) return
    first = stop
    asked.abort()
    if (stop === 'terminated') timer = setTimeout(() => leaving.abort(), graceMs)
  })
  return {
    get stop() {
      return first
    },
    asked: asked.signal,
    leaving: leaving.signal,
    close: () => {
      clearTimeout(timer)
      release()
    },
  }
}
