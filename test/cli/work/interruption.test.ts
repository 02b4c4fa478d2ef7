import { expect, test } from 'vitest'
import { initialState } from '../../../core/machine/state.ts'
import type { CommandId, OpId, RunId, ShellId } from '../../../core/values/ids.ts'
import { interruption, underWay } from '../../../cli/work/interruption.ts'
import { stoppable } from '../../../cli/work/stoppable.ts'
import { noLimits, testRef } from '../../support/simulator.ts'

const askedShell = (id: string) => ({
  shellId: id as ShellId,
  commandId: `ask-${id}` as CommandId,
  lineRef: testRef(id),
})
const queuedShell = (id: string) => ({ ...askedShell(id), behind: [] })
const activeShell = (id: string, cancelling = false) => ({
  ...askedShell(id),
  opId: id as OpId,
  phase: 'started' as const,
  cancelling,
  startedAt: 1,
})
const queuedRun = (id: string) => ({
  runId: id as RunId,
  commandId: `ask-${id}` as CommandId,
  input: { kind: 'user' as const, ref: testRef(id), sizeBytes: 1 },
  limits: noLimits,
})

const withShells = (active: ReturnType<typeof activeShell> | null, ...queued: readonly string[]) => ({
  ...initialState,
  shell: { count: 9, active, queued: queued.map(queuedShell) },
})

test('nothing under way is not interrupted', () => {
  expect(underWay(initialState)).toBeNull()
  expect(interruption(initialState)).toBeNull()
})

test('the command of a person that runs is what an interruption ends', () => {
  const state = withShells(activeShell('s1'), 's2')
  expect(underWay(state)).toBe('shell')
  expect(interruption(state)).toEqual({ kind: 'shell.cancel', shellId: 's1' })
})

test('one that ends already is not told again, and what waits behind it is left', () => {
  const state = withShells(activeShell('s1', true), 's2')
  expect(underWay(state)).toBe('shell')
  expect(interruption(state)).toBeNull()
})

test('one that only waits is taken back', () => {
  expect(interruption(withShells(null, 's1', 's2'))).toEqual({ kind: 'shell.cancel', shellId: 's1' })
})

test('what is under way is stopped last, what waits newest first', () => {
  const state = withShells(activeShell('s1'), 's2', 's3')
  const run = { ...initialState.run, queued: [queuedRun('r1'), queuedRun('r2')] }
  expect(stoppable({ ...state, run }).map(({ id }) => id)).toEqual(['r2', 'r1', 's3', 's2', 's1'])
})

test('a compaction that was asked for is interrupted when nothing else is under way', () => {
  const compacting = { ...initialState.context, compactionRequested: true }
  expect(underWay({ ...initialState, context: compacting })).toBe('compaction')
  expect(interruption({ ...initialState, context: compacting })).toEqual({ kind: 'context.withdraw' })
  expect(underWay({ ...withShells(null, 's1'), context: compacting })).toBe('shell')
})
