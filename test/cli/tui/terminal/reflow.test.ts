import { expect, test } from 'vitest'
import { ReflowKind } from '../../../../cli/tui/terminal/reflow.ts'

test('a terminal keeps its cursor until it has said that it is xterm.js, in pieces too', () => {
  const reflow = new ReflowKind({})
  expect(reflow.value).toBe('keeps-cursor')
  reflow.hear(Buffer.from('typed\u001b[>0;2'))
  expect(reflow.value).toBe('keeps-cursor')
  reflow.hear(Buffer.from('76;0c and more'))
  reflow.hear(Buffer.from('typed'))
  expect(reflow.value).toBe('moves-cursor')
})

test('other answers change nothing; xterm cuts off, but not what tmux in it shows', () => {
  const reflow = new ReflowKind({ XTERM_VERSION: 'XTerm(390)' })
  reflow.hear(Buffer.from('\u001b[>41;390;0c'))
  expect(reflow.value).toBe('cuts')
  expect(new ReflowKind({ XTERM_VERSION: 'XTerm(390)', TMUX: 'x' }).value).toBe('keeps-cursor')
})
