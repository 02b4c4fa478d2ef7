/** Time, passed in so that tests own it. */
export interface Clock {
  /** Wall clock, ms since the epoch. */
  now(): number
  /** Resolves after `ms` of monotonic time, or at once when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
