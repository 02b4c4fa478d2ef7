import { expect, test } from 'vitest'
import { nothingWords, pickerHints } from '../../../../cli/tui/sessions/picker-words.ts'
import { firstFitting } from '../../../../cli/tui/text/first-fitting.ts'

const here = { query: '', selected: 0, all: false }
const everywhere = { ...here, all: true }

test('an empty list says why it is empty', () => {
  const none = { count: 0, total: 0, leavesOut: false }
  expect(nothingWords(everywhere, none)).toBe('no sessions yet')
  expect(nothingWords(everywhere, { ...none, leavesOut: true })).toBe('there is no other session')
  const some = { ...none, total: 2 }
  expect(nothingWords(here, some)).toBe('none of this directory; Tab searches all directories')
  expect(nothingWords({ ...here, query: 'x' }, some)).toBe('nothing fits; Tab searches all directories')
  expect(nothingWords({ ...everywhere, query: 'x' }, some)).toBe('nothing fits')
})

test('the open session is not counted, and the line below says so', () => {
  const listed = { count: 1, total: 1, leavesOut: false }
  expect(pickerHints(everywhere, listed)[0]).toBe(
    '1 in all directories · Enter picks · Tab this directory · Esc leaves',
  )
  expect(pickerHints(here, { ...listed, count: 0, leavesOut: true })[0]).toBe(
    '0 others of this directory · Enter picks · Tab all directories · Esc leaves',
  )
})

test('a narrow terminal still reads how to leave', () => {
  const listed = { count: 12, total: 12, leavesOut: true }
  for (const columns of [20, 40, 60]) expect(firstFitting(pickerHints(here, listed), columns)).toMatch(/Esc leaves$/)
})
