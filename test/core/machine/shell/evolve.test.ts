import { expect, test } from 'vitest'
import { evolve, type Event } from '../../../../core/machine/index.ts'
import type { OpId, ShellId } from '../../../../core/values/ids.ts'
import { Simulator, testItem, testRef } from '../../../support/simulator.ts'

const shellId = 's1' as ShellId
const ended: Event = {
  kind: 'shell.finished',
  shellId,
  outcome: 'ok',
  item: testItem('shell', 'late'),
  exitCode: 0,
  outputRef: null,
  durationMs: 1,
}
const moved: Event = {
  kind: 'workspace.advanced',
  path: '/workspace',
  headRef: testRef('new'),
  call: 'shell/s1' as OpId,
}

function running(): Simulator {
  const simulator = new Simulator()
  const mount = { path: '/workspace', baseRef: testRef('base'), readOnly: false, source: null }
  simulator.command({ kind: 'workspace.mount', ...mount })
  simulator.shell()
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  return simulator
}

test('a head moves for the command that runs, and for none that has ended', () => {
  const { state } = running()
  const after = evolve(evolve(state, moved, 5), ended, 5)
  expect(after.workspace.mounts[0]?.headRef).toBe(testRef('new'))
  const late = evolve(after, { ...moved, headRef: testRef('later') }, 6)
  expect(late).toEqual(after)
})

test.each<[string, Event]>([
  ['a second end', ended],
  ['a second start', { kind: 'shell.started', shellId }],
  ['a loss', { kind: 'shell.lost', shellId }],
  ['a wish to stop', { kind: 'shell.cancelling', shellId, commandId: 'k' as never }],
])('%s of a command that has ended changes nothing', (_, event) => {
  const state = evolve(running().state, ended, 5)
  expect(evolve(state, event, 6)).toEqual(state)
})

test('a start while another command runs changes nothing', () => {
  const simulator = running()
  simulator.shell()
  const { state } = simulator
  expect(evolve(state, { kind: 'shell.started', shellId: 's2' as ShellId }, 6)).toEqual(state)
})
