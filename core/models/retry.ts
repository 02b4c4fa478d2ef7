/** Attempts at one answer, the first included. */
export const maxAttempts = 6

/** A provider that asks for a longer pause than this is given up on: a person should decide. */
export const longestRetryAfterMs = 120_000

const firstDelayMs = 500
const longestDelayMs = 30_000
const jitter = 0.2

/** What the decision needs. */
export interface FailedAttempt {
  /** The attempt that failed, from 1. */
  readonly attempt: number
  readonly retryable: boolean
  /** What the provider asked for; null when it did not. */
  readonly retryAfterMs: number | null
  /** In [0, 1), chosen anew each time. */
  readonly random: number
}

/** Wait before the next attempt, in ms: doubling, +-20 %, never less than asked for; null when there is to be none. */
export function retryDelayMs({ attempt, retryable, retryAfterMs, random }: FailedAttempt): number | null {
  if (!retryable || attempt >= maxAttempts) return null
  const askedMs = retryAfterMs ?? 0
  if (askedMs > longestRetryAfterMs) return null
  const backoffMs = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs)
  return Math.round(Math.max(askedMs, backoffMs * (1 - jitter + 2 * jitter * random)))
}
