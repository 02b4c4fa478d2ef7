import { expect, test } from 'vitest'
import type { Block } from '../../../../cli/chat/block.ts'
import { blockLines } from '../../../../cli/tui/blocks/block-lines.ts'
import { theme } from '../../../../cli/tui/theme.ts'

const lines = (block: Block, width = 40, unfoldsThinking = false, expandKey: string | null = 'Ctrl+O') =>
  blockLines(block, { theme: theme('plain'), width, expandKey, unfoldsThinking })
const call = {
  type: 'call',
  title: 'Bash ls',
  outcome: 'ok',
  exitCode: 0,
  durationMs: 12,
  diff: '',
  output: null,
} as const

test.each<readonly [Block, readonly string[]]>([
  [{ type: 'prompt', how: 'run', text: 'one\ntwo' }, ['', '› one', '  two']],
  [{ type: 'prompt', how: 'steer', text: 'quick' }, ['', '↳ quick']],
  [{ type: 'note', tone: 'error', text: 'no' }, ['✗ no']],
  [call, ['✓ Bash ls exit 0, 12 ms']],
  [{ ...call, exitCode: 3, output: 'a\nexit code: 3' }, ['✗ Bash ls exit 3, 12 ms', '    a']],
  [{ ...call, outcome: 'unknown', exitCode: null }, ['! Bash ls unknown, 12 ms']],
  [{ type: 'thinking', text: 'a\nb' }, ['~ b']],
])('%j', (block, expected) => {
  expect(lines(block)).toEqual(expected)
})

test('a row of a table goes on below its last cell, or indented where that cell begins far right', () => {
  const row = '/cost      tokens and money this session has taken so far'
  expect(lines({ type: 'note', tone: 'quiet', text: row })).toEqual([
    '· /cost      tokens and money this',
    '             session has taken so far',
  ])
  expect(lines({ type: 'note', tone: 'quiet', text: row }, 20)).toEqual([
    '· /cost',
    '      tokens and',
    '      money this',
    '      session has',
    '      taken so far',
  ])
})

test('of a long prompt so much is shown as one looks at, and of an output its end', () => {
  const text = Array.from({ length: 50 }, (_, index) => `line ${index}`).join('\n')
  expect(lines({ type: 'prompt', how: 'run', text }).at(-1)).toBe('  ... 20 more lines')
  expect(lines({ ...call, output: text })[1]).toBe('    ... 45 lines, Ctrl+O shows all')
  expect(lines({ ...call, output: text }, 80)[1]).toBe('    ... 45 lines before, Ctrl+O shows all')
  expect(lines({ ...call, output: text }, 80, false, null)[1]).toBe('    ... 45 lines before')
  const six = text.split('\n').slice(0, 6).join('\n')
  expect(lines({ ...call, output: six }, 80)[1]).toBe('    ... 1 line before, Ctrl+O shows all')
})
