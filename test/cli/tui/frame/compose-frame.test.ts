import { expect, test } from 'vitest'
import { composeFrame } from '../../../../cli/tui/frame/compose-frame.ts'
import type { FrameParts } from '../../../../cli/tui/frame/frame-parts.ts'
import { keysOf } from '../../../../cli/tui/keys/key-label.ts'
import { makeKeymap, type KeyOverrides } from '../../../../cli/tui/keys/keymap.ts'
import { LiveTail } from '../../../../cli/tui/text/live-tail.ts'
import { theme } from '../../../../cli/tui/theme.ts'
import type { OpId } from '../../../../core/values/ids.ts'

const nothing = { contextShare: null, contextTokens: 0, usage: null, costMicroUsd: null, isLowerBound: false }
const status = { ...nothing, model: 'gpt', filesChanged: 0, queued: 0, others: 0, server: null, remarks: [] }
const input = {
  rows: ['hello'],
  cursor: { x: 5, y: 0 },
  mark: '›',
  placeholders: ['say what to do', 'say'],
  isEmpty: false,
}

function frame(some: Partial<FrameParts> = {}) {
  const paper = { answerTail: () => [], thought: '', calls: new Map() }
  const parts = { columns: 20, rows: 10, now: 5_000, theme: theme('plain'), paper, activity: { type: 'idle' as const } }
  return composeFrame({ ...parts, waiting: [], menu: [], input, status, keyOf: keysOf(makeKeymap({})), ...some })
}

test('at rest it is a rule, the input and the status, with the cursor behind the text', () => {
  expect(frame()).toEqual({ lines: ['─'.repeat(20), '› hello', 'gpt'], cursor: { x: 7, y: 1 } })
})

test('what streams, runs and waits stands above the rule in this order', () => {
  const calls = new Map([['op' as OpId, { title: 'Bash x', at: 2_000, tail: new LiveTail() }]])
  const paper = { answerTail: () => ['an answer'], thought: '', calls }
  const { lines } = frame({ paper, waiting: [{ how: 'queued', text: 'then' }] })
  expect(lines).toEqual(['an answer', '● Bash x 3 s', '+ next: then', '─'.repeat(20), '› hello', 'gpt'])
})

test('it never takes all rows, however much there is', () => {
  const paper = {
    answerTail: (rows: number) => Array.from({ length: rows }, () => 'line'),
    thought: '',
    calls: new Map(),
  }
  for (const rows of [4, 6, 10, 30]) expect(frame({ rows, paper }).lines.length).toBeLessThan(rows)
})

test('no line is wider than the screen', () => {
  const waiting = [{ how: 'steering' as const, text: 'w'.repeat(99) }]
  const activity = { type: 'retrying' as const, since: 0, until: 9_000, reason: 'r'.repeat(99) }
  for (const line of frame({ waiting, activity }).lines) expect(line.length).toBeLessThanOrEqual(20)
})

test('an empty input shows what can be done, in the wording that fits', () => {
  expect(frame({ input: { ...input, isEmpty: true } }).lines[1]).toBe('› say what to do')
  expect(frame({ input: { ...input, isEmpty: true }, columns: 10 }).lines[1]).toBe('› say')
})

test('what goes on names the key that interrupts where there is one, and room for it', () => {
  const activity = { type: 'writing' as const, since: 3_000, heardAt: 4_000 }
  const line = (columns: number, keys: KeyOverrides) =>
    frame({ activity, columns, keyOf: keysOf(makeKeymap(keys)) }).lines[0]
  expect(line(40, {})).toBe('○ writing 2 s · Esc interrupts')
  expect(line(40, { interrupt: ['ctrl+x'] })).toBe('○ writing 2 s · Ctrl+X interrupts')
  expect(line(40, { interrupt: [] })).toBe('○ writing 2 s')
  expect(line(20, {})).toBe('○ writing 2 s')
})

test('what waits beyond the rows for it names the key that takes the last one back', () => {
  const waiting = ['a', 'b', 'c', 'd'].map((text) => ({ how: 'queued' as const, text }))
  const line = (columns: number, keys: KeyOverrides) =>
    frame({ waiting, columns, keyOf: keysOf(makeKeymap(keys)) }).lines[2]
  expect(line(80, {})).toBe('+ 2 more prompts; Alt+Up takes the last one back')
  expect(line(40, { 'take-back': ['ctrl+t'] })).toBe('+ 2 more prompts; Ctrl+T takes it back')
  expect(line(80, { 'take-back': [] })).toBe('+ 2 more prompts')
})

test('what was not sent names the key that brings it back where there is room', () => {
  const waiting = [{ how: 'unsent' as const, text: '!echo hi' }]
  const line = (columns: number, keys: KeyOverrides) =>
    frame({ waiting, columns, keyOf: keysOf(makeKeymap(keys)) }).lines[0]
  expect(line(80, {})).toBe('✗ not sent: !echo hi · Alt+Up brings it back')
  expect(line(24, {})).toBe('✗ not sent: !echo hi')
  expect(line(80, { 'take-back': [] })).toBe('✗ not sent: !echo hi')
})
