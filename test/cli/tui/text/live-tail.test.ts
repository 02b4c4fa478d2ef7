import { expect, test } from 'vitest'
import { LiveTail } from '../../../../cli/tui/text/live-tail.ts'

function tailOf(...chunks: readonly string[]): LiveTail {
  const tail = new LiveTail()
  for (const chunk of chunks) tail.push(chunk)
  return tail
}

test('a progress bar overwrites its line, and erases what is longer', () => {
  expect(tailOf('10 % ####\r20 %').lines(5, 40)).toEqual(['20 % ####'])
  expect(tailOf('10 % ####\r\u001b[K20 %').lines(5, 40)).toEqual(['20 %'])
  expect(tailOf('|\b/\b-').lines(5, 40)).toEqual(['-'])
})

test('colours are left out, also when a sequence is split', () => {
  expect(tailOf('\u001b[3', '2mok\u001b', '[0m\n').lines(5, 40)).toEqual(['ok'])
})

test('what is no colour and no movement is shown', () => {
  expect(tailOf('\u001b]52;c;AAAA\u0007').lines(5, 40)).toEqual(['\u241b]52;c;AAAA\u2407'])
})

test('the last lines are clipped to the width, with tabs as spaces', () => {
  expect(tailOf('a\nb\n\tc\nlong line here\r\n').lines(2, 8)).toEqual(['       …', 'long li…'])
  expect(tailOf('\tc').lines(2, 20)).toEqual(['        c'])
})

test('all lines are counted, and few are kept', () => {
  const tail = tailOf('line\n'.repeat(200_000), 'x'.repeat(1_000_000))
  expect(tail.total).toBeGreaterThanOrEqual(200_000)
  expect(tail.lines(1000, 10).length).toBeLessThanOrEqual(201)
  expect(JSON.stringify(tail).length).toBeLessThan(20_000)
})
