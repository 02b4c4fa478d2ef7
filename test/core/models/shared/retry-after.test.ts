import { expect, test } from 'vitest'
import { retryAfterMs, shouldRetry } from '../../../../core/models/shared/retry-after.ts'

const now = Date.parse('2026-11-22T10:00:00Z')
const after = (headers: Record<string, string>, message = ''): number | null =>
  retryAfterMs(new Headers(headers), message, now)

test.each([
  [{ 'retry-after': '20' }, 20_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1500],
  [{ 'retry-after': '86400' }, 86_400_000],
  [{ 'retry-after-ms': '350' }, 350],
  [{ 'retry-after-ms': '350', 'retry-after': '9' }, 350],
  [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after': '-5' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('%j is %s ms', (headers, expected) => {
  expect(after(headers as Record<string, string>)).toBe(expected)
})

test.each([
  ['Please try again in 1.2s.', 1200],
  ['Please try again in 28ms.', 28],
  ['Try again in 3 seconds', 3000],
  ['Try again in 179 minutes', null],
  ['Try again later', null],
])('the message "%s" is %s ms', (message, expected) => {
  expect(after({}, message)).toBe(expected)
})

test('headers win over messages', () => {
  expect(after({ 'retry-after': '7' }, 'try again in 1s')).toBe(7000)
})

test('x-should-retry is true, false or nothing', () => {
  expect(shouldRetry(new Headers({ 'x-should-retry': 'true' }))).toBe(true)
  expect(shouldRetry(new Headers({ 'x-should-retry': 'false' }))).toBe(false)
  expect(shouldRetry(new Headers({ 'x-should-retry': 'perhaps' }))).toBeNull()
  expect(shouldRetry(null)).toBeNull()
})
