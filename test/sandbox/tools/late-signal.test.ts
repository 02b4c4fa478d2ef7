import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lateSignal } from '../../../sandbox/tools/late-signal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const reason = new Error('too late')

test('it comes behind the other, with its own reason', () => {
  const first = new AbortController()
  const { signal } = lateSignal(first.signal, 3_000, reason)
  vi.advanceTimersByTime(60_000)
  first.abort()
  vi.advanceTimersByTime(2_999)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(signal.reason).toBe(reason)
})

test('where the other has come already, its time begins now; cleared, it never comes', () => {
  const late = lateSignal(AbortSignal.abort(), 3_000, reason)
  const cleared = lateSignal(AbortSignal.abort(), 3_000, reason)
  cleared.clear()
  vi.advanceTimersByTime(3_000)
  expect([late.signal.aborted, cleared.signal.aborted]).toEqual([true, false])
})
