import { expect, test } from 'vitest'
import { note } from '../../../cli/chat/block.ts'
import { Paper } from '../../../cli/tui/paper.ts'
import { theme } from '../../../cli/tui/theme.ts'
import type { OpId } from '../../../core/values/ids.ts'

const call = 'op-1' as OpId

/** A paper of so many columns, and whether each change was urgent. */
function writing(width = 40) {
  const changes: boolean[] = []
  const style = { theme: theme('plain'), width, expandKey: 'Ctrl+O', unfoldsThinking: false }
  const paper = new Paper(
    () => style,
    (isUrgent) => void changes.push(isUrgent),
  )
  return { paper, changes, written: () => paper.take()?.split('\n') ?? null }
}

test('what finished is handed over once, all of it that came together as one piece', () => {
  const { paper, written } = writing()
  expect(written()).toBeNull()
  paper.block(note('one'))
  paper.block(note('two'))
  expect(written()).toEqual(['· one', '· two'])
  expect(written()).toBeNull()
})

test('of an answer that streams whole blocks are written, the rest is its tail', () => {
  const { paper, changes, written } = writing()
  paper.text('first paragraph\n\nsecond ')
  expect(written()).toEqual(['', 'first paragraph'])
  expect(paper.answerTail(5).join('\n')).toContain('second')
  expect(changes.at(-1)).toBe(false)
})

test('an answer that landed is written to its end, what streamed of it not again', () => {
  const { paper, changes, written } = writing()
  paper.text('first\n\nsec')
  written()
  paper.landed('first\n\nsecond', '')
  expect(written()).toEqual(['', 'second'])
  expect(paper.answerTail(5)).toEqual([])
  expect(changes.at(-1)).toBe(true)
})

test('an answer that landed otherwise than it streamed is said to be broken off, and written as it is', () => {
  const { paper, written } = writing(60)
  paper.text('something\n')
  paper.landed('else', '')
  const text = written()?.join('\n')
  expect(text).toMatch(/something\n[^]*broken off and does not count\n\nelse$/)
})

test('thoughts are kept while they stream, to their end only, and written when the answer begins', () => {
  const { paper, written } = writing()
  paper.thinking('x'.repeat(30_000))
  paper.thinking('the end')
  expect(paper.thought).toHaveLength(20_000)
  expect(paper.thought.endsWith('the end')).toBe(true)
  paper.text('answer')
  expect(paper.thought).toBe('')
  expect(written()?.[0]).toMatch(/^~ /)
})

test('a thought that was written while it streamed is not written when it landed', () => {
  const { paper, written } = writing()
  paper.thinking('why')
  paper.text('answer\n\n')
  paper.landed('answer\n\n', 'why')
  expect(written()?.filter((line) => line.startsWith('~'))).toHaveLength(1)
})

test('a call is there with the end of its output until it has ended', () => {
  const { paper, changes } = writing()
  paper.callStarted(call, 'Bash ls', 5)
  paper.callOutput(call, 'a.txt\n')
  expect(paper.calls.get(call)).toMatchObject({ title: 'Bash ls', at: 5 })
  paper.callEnded(call)
  paper.callOutput(call, 'late')
  expect(paper.calls.size).toBe(0)
  expect(changes).toEqual([true, false, true, false])
})

test('thinking that is folded to a line is kept whole until a call is over', () => {
  const { paper } = writing()
  paper.thinking('first\nsecond')
  expect(paper.foldedThought).toBe('first\nsecond')
  paper.text('an answer')
  expect(paper.foldedThought).toBe('first\nsecond')
  paper.landed('an answer', 'first\nsecond, and the rest')
  expect(paper.foldedThought).toBe('first\nsecond, and the rest')
  const over = { title: 'Bash ls', outcome: 'ok', exitCode: 0, durationMs: 1, diff: '', output: null } as const
  paper.block({ type: 'call', ...over })
  expect(paper.foldedThought).toBe('')
})

test('thinking that is shown whole is not kept: it was short, or is unfolded', () => {
  const short = writing()
  short.paper.landed('yes', 'one line')
  expect(short.paper.foldedThought).toBe('')
  const style = { theme: theme('plain'), width: 40, expandKey: null, unfoldsThinking: true }
  const paper = new Paper(
    () => style,
    () => undefined,
  )
  paper.landed('yes', 'first\nsecond')
  expect(paper.foldedThought).toBe('')
})
