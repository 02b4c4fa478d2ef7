import { expect, test } from 'vitest'
import { longestRetryAfterMs, maxAttempts, retryDelayMs } from '../../../core/models/retry.ts'

const failed = { attempt: 1, retryable: true, retryAfterMs: null, random: 0.5 }

test('the wait doubles from half a second and stays within its bounds', () => {
  const waits = [1, 2, 3, 4, 5].map((attempt) => retryDelayMs({ ...failed, attempt }))
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000])
})

test('jitter moves the wait by a fifth in either direction', () => {
  expect(retryDelayMs({ ...failed, random: 0 })).toBe(400)
  expect(retryDelayMs({ ...failed, random: 0.999999 })).toBe(600)
})

test('there is no attempt after the last, and none after a final failure', () => {
  expect(retryDelayMs({ ...failed, attempt: maxAttempts - 1 })).not.toBeNull()
  expect(retryDelayMs({ ...failed, attempt: maxAttempts })).toBeNull()
  expect(retryDelayMs({ ...failed, retryable: false })).toBeNull()
})

test('Retry-After is a floor: never earlier, and no sooner than the own wait', () => {
  expect(retryDelayMs({ ...failed, retryAfterMs: 7000 })).toBe(7000)
  expect(retryDelayMs({ ...failed, retryAfterMs: 0 })).toBe(500)
  expect(retryDelayMs({ ...failed, attempt: 5, retryAfterMs: 1000, random: 0 })).toBe(6400)
})

test('a provider that asks for more than two minutes is given up on', () => {
  expect(retryDelayMs({ ...failed, retryAfterMs: longestRetryAfterMs })).toBe(longestRetryAfterMs)
  expect(retryDelayMs({ ...failed, retryAfterMs: longestRetryAfterMs + 1 })).toBeNull()
})
