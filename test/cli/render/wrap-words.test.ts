import { expect, test } from 'vitest'
import { Screen } from '../../../cli/render/screen.ts'
import { forPeople } from '../../../cli/render/wrap-words.ts'

const terminal = { isTTY: true, columns: 20 }

test.each([
  ['short', 'short'],
  ['error: no model to ask, so nothing was done', 'error: no model to\nask, so nothing was\ndone'],
  ['exactly twenty chars and on', 'exactly twenty chars\nand on'],
  ['see /a/path/that/is/longer/than/the/line here', 'see\n/a/path/that/is/longer/than/the/line\nhere'],
  ['  indented lines keep it', '  indented lines\nkeep it'],
  ['one\ntwo and three and four', 'one\ntwo and three and\nfour'],
  ['\u001b[31mred words are as wide\u001b[39m', '\u001b[31mred words are as\nwide\u001b[39m'],
  ['', ''],
])('on a terminal of 20 columns %j is %j', (text, shown) => {
  expect(forPeople(text, terminal)).toBe(shown)
})

test('what is no terminal gets each line as it is, so does one that says no width', () => {
  const text = 'error: no model to ask, so nothing was done'
  expect(forPeople(text, {})).toBe(text)
  expect(forPeople(text, { isTTY: true })).toBe(text)
})

test('a screen says sentences so, and writes other lines as they are', () => {
  const written: string[] = []
  const write = (text: string) => written.push(text)
  const screen = new Screen({ write }, { write, ...terminal })
  screen.say('error: no model to ask')
  screen.note('+ a line of a diff, which is long')
  expect(written).toEqual(['error: no model to\nask\n', '+ a line of a diff, which is long\n'])
})
