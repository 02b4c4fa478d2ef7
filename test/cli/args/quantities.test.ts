import { expect, test } from 'vitest'
import { readCount, readDurationMs, readMicroUsd, readSeq } from '../../../cli/args/quantities.ts'

test.each([
  ['90', 90_000],
  ['1.5s', 1500],
  ['500ms', 500],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
])('the duration %s is %d ms', (text, ms) => {
  expect(readDurationMs(text, '--timeout')).toBe(ms)
})

test.each(['', '0', '0s', '-1', '10 m', '10x', 'm', '1e9', 'Infinity', '9'.repeat(30)])('%j is no duration', (text) => {
  expect(() => readDurationMs(text, '--timeout')).toThrow(expect.objectContaining({ code: 'usage' }))
})

test.each([
  ['0.50', 500_000],
  ['$2', 2_000_000],
  ['.25', 250_000],
])('the amount %s is %d millionths of a dollar', (text, micro) => {
  expect(readMicroUsd(text, '--max-budget-usd')).toBe(micro)
})

test.each(['', '0', '-1', '1,5', 'NaN', '0.0000001', '1e3', '.'])('%j is no amount', (text) => {
  expect(() => readMicroUsd(text, '--max-budget-usd')).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('a count is whole and at least 1, a position in the log may be 0', () => {
  expect(readCount('12', '--max-turns')).toBe(12)
  expect(readSeq('0', '--after')).toBe(0)
  for (const text of ['0', '1.5', '-1', '1e3', ' 1', '0x10', '']) expect(() => readCount(text, '--max-turns')).toThrow()
})
