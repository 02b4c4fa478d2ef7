import { expect, test } from 'vitest'
import type { OpId, SessionId } from '../../../../core/values/ids.ts'
import { Simulator, testRef } from '../../../support/simulator.ts'

const mount = { kind: 'workspace.mount', path: '/workspace', baseRef: testRef('base'), readOnly: false } as const
const copy = { kind: 'workspace.copy', path: '/workspace', directory: '/d', files: 1, conflicts: 0 } as const

function mounted(): Simulator {
  const simulator = new Simulator()
  simulator.command({ ...mount, source: '/home/me/repo', host: 'one' })
  return simulator
}

const only = ({ state }: Simulator) => state.workspace.mounts[0]

test('what is written to another directory is not taken from the one that was mounted', () => {
  const simulator = mounted()
  simulator.command({ ...copy, host: 'two', baseRef: testRef('new') })
  expect(only(simulator)).toMatchObject({ source: '/home/me/repo', host: 'one', baseRef: testRef('base') })
  expect(only(simulator)?.copies).toEqual([{ host: 'two', directory: '/d', baseRef: testRef('new') }])
})

test('a directory has one base, and the one that was written to last is the last', () => {
  const simulator = mounted()
  simulator.command({ ...copy, host: 'two', baseRef: testRef('1') })
  simulator.command({ ...copy, host: 'two', directory: '/e', baseRef: testRef('2') })
  simulator.command({ ...copy, host: 'two', baseRef: testRef('3') })
  expect(only(simulator)?.copies?.map(({ directory, baseRef }) => [directory, baseRef])).toEqual([
    ['/e', testRef('2')],
    ['/d', testRef('3')],
  ])
})

test('an imported session knows neither machines nor directories of before', () => {
  const simulator = mounted()
  simulator.command({ ...copy, host: 'two', baseRef: testRef('new') })
  simulator.append('import/1' as OpId, [{ kind: 'session.imported', source: 'elsewhere' as SessionId }])
  expect(only(simulator)).toStrictEqual({
    ...{ path: '/workspace', readOnly: false, source: null },
    ...{ mountedRef: testRef('base'), baseRef: testRef('base'), headRef: testRef('base') },
  })
})
