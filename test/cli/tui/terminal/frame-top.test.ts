import { expect, test } from 'vitest'
import { rowsToTop, wrappedRows } from '../../../../cli/tui/terminal/frame-top.ts'

const before = { columns: 100, rows: 30 }
const narrow = { columns: 40, rows: 30 }
const lines = ['─'.repeat(100), '\u001b[2m› hello\u001b[22m', 's'.repeat(50)]

test('rows that a narrower terminal made of each line above the cursor are gone up', () => {
  expect(rowsToTop({ lines, cursor: { x: 7, y: 1 } }, before, narrow, 'keeps-cursor')).toBe(3)
  expect(rowsToTop({ lines, cursor: { x: 45, y: 1 } }, before, narrow, 'keeps-cursor')).toBe(4)
  expect(rowsToTop({ lines, cursor: { x: 0, y: 0 } }, before, narrow, 'keeps-cursor')).toBe(0)
})

test('in xterm.js the rows made below the cursor have moved it as well, and then its own line was wrapped too', () => {
  const long = ['─'.repeat(100), 'd'.repeat(90), 's'.repeat(50)]
  expect(rowsToTop({ lines, cursor: { x: 7, y: 1 } }, before, narrow, 'moves-cursor')).toBe(4)
  expect(rowsToTop({ lines: long, cursor: { x: 7, y: 1 } }, before, narrow, 'moves-cursor')).toBe(6)
  expect(rowsToTop({ lines: [...long.slice(0, 2), 's'], cursor: { x: 7, y: 1 } }, before, narrow, 'moves-cursor')).toBe(
    3,
  )
})

test('a lower xterm.js lost the rows below the cursor before it wrapped anything', () => {
  expect(rowsToTop({ lines, cursor: { x: 7, y: 1 } }, before, { columns: 40, rows: 29 }, 'moves-cursor')).toBe(4)
  expect(rowsToTop({ lines, cursor: { x: 7, y: 1 } }, before, { columns: 40, rows: 28 }, 'moves-cursor')).toBe(3)
})

test('nothing is wrapped in a wider terminal, and nothing in one that cuts lines off', () => {
  const cursor = { x: 7, y: 1 }
  expect(rowsToTop({ lines, cursor }, narrow, before, 'moves-cursor')).toBe(1)
  expect(rowsToTop({ lines, cursor }, before, narrow, 'cuts')).toBe(1)
  expect(rowsToTop({ lines, cursor: null }, before, narrow, 'keeps-cursor')).toBe(0)
})

test('what is two columns wide is not parted, and blanks at the end are not there', () => {
  expect(wrappedRows('漢'.repeat(10), 20)).toBe(1)
  expect(wrappedRows(`a${'漢'.repeat(10)}`, 20)).toBe(2)
  expect(wrappedRows('漢'.repeat(4), 3)).toBe(4)
  expect(wrappedRows(`ab${' '.repeat(40)}`, 20)).toBe(1)
})
