import { expect, test } from 'vitest'
import { eraseWrapped, wrapsAnew } from '../../../cli/tui/after-narrowing.ts'

test('the rows that a narrower terminal made of each line above the cursor are gone up', () => {
  const lines = ['─'.repeat(100), '\u001b[2m› hello\u001b[22m', 'status']
  expect(eraseWrapped({ lines, cursor: { x: 7, y: 1 } }, 40)).toBe('\u001b[3A\r\u001b[J\n\n\n\u001b[2A')
  expect(eraseWrapped({ lines, cursor: { x: 45, y: 1 } }, 40)).toBe('\u001b[4A\r\u001b[J\n\n\n\u001b[2A')
  expect(eraseWrapped({ lines, cursor: { x: 0, y: 0 } }, 40)).toBe('\r\u001b[J\n\n\n\u001b[3A')
})

test('a frame without a cursor is left to whoever drew it, and so is xterm, which cuts lines off', () => {
  expect(eraseWrapped({ lines: ['x'], cursor: null }, 40)).toBe('')
  expect([wrapsAnew({}), wrapsAnew({ XTERM_VERSION: '1' }), wrapsAnew({ XTERM_VERSION: '1', TMUX: 'x' })]).toEqual([
    true,
    false,
    true,
  ])
})
