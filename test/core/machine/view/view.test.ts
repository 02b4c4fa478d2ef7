import { expect, test } from 'vitest'
import { waiting } from '../../../../core/machine/view/waiting.ts'
import { sessionTotals } from '../../../../core/machine/view/session-totals.ts'
import { windowShares } from '../../../../core/machine/view/window-shares.ts'
import { initialState } from '../../../../core/machine/state.ts'
import type { OpId, TurnId } from '../../../../core/values/ids.ts'
import { noUsage } from '../../../../core/values/usage.ts'
import { Simulator, testItem } from '../../../support/simulator.ts'

test('the window is weighed by kind, the largest first, with images apart and with what is about to enter', () => {
  const item = (kind: 'user' | 'tool-result', sizeBytes: number) => ({ ...testItem(kind, 1), sizeBytes, turnId: null })
  const items = [item('user', 5), item('tool-result', 70), { ...item('user', 90), imageBytes: 80 }]
  expect(windowShares({ items, pending: [testItem('shell', 2)] })).toEqual([
    { kind: 'user', count: 2, sizeBytes: 95, imageBytes: 80 },
    { kind: 'tool-result', count: 1, sizeBytes: 70, imageBytes: 0 },
    { kind: 'shell', count: 1, sizeBytes: 10, imageBytes: 0 },
  ])
  expect(windowShares(initialState.context)).toEqual([])
})

test('what waits can be taken back by the command that is told with it', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.request()
  simulator.steer()
  simulator.shell()
  expect(waiting(simulator.state).map(({ type }) => type)).toEqual(['steering', 'run', 'shell'])
  for (let left = 3; left > 0; left--) {
    const last = waiting(simulator.state).at(-1)
    if (last === undefined) throw new Error('nothing waits')
    expect(simulator.command(last.takeBack).ok).toBe(true)
    expect(waiting(simulator.state)).toHaveLength(left - 1)
  }
})

test('what waits is told in the order in which it will be taken up', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.shell()
  simulator.request()
  simulator.shell()
  simulator.request()
  simulator.steer()
  simulator.shell()
  simulator.command({ kind: 'context.compact' })
  const order = () => waiting(simulator.state).map((each) => ('shellId' in each ? each.shellId : each.type))
  expect(order()).toEqual(['s1', 'compaction', 'steering', 'run', 's2', 'run', 's3'])
})

test('a bill without a price makes the total a lower bound', () => {
  const simulator = new Simulator()
  simulator.request()
  expect(sessionTotals(simulator.state)).toMatchObject({ isPriced: true, costMicroUsd: 0 })
  const [intent] = simulator.intents
  const usage = { inputTokens: 7, cachedInputTokens: 5, cacheWriteTokens: 0, outputTokens: 2, reasoningTokens: 0 }
  const facts = { turnId: 't1' as never, attempt: 1, code: 'refusal', status: null, message: 'no' } as const
  if (intent === undefined) throw new Error('an answer is due')
  simulator.append(intent.opId, [{ kind: 'turn.failed', ...facts, usage, costMicroUsd: null }])
  expect(sessionTotals(simulator.state)).toEqual({
    runs: 1,
    turns: 1,
    toolCalls: 0,
    shells: 0,
    usage,
    costMicroUsd: 0,
    isPriced: false,
    isLowerBound: false,
  })
})

test('a bill that is known in part makes tokens and cost lower bounds', () => {
  const simulator = new Simulator()
  simulator.request()
  const bill = { usage: noUsage, costMicroUsd: 0, isLowerBound: true } as const
  simulator.append('leaving/1' as OpId, [{ kind: 'turn.billed', turnId: 't1' as TurnId, attempt: 1, ...bill }])
  expect(sessionTotals(simulator.state)).toMatchObject({ isPriced: true, isLowerBound: true, costMicroUsd: 0 })
  expect(simulator.intents).toMatchObject([{ kind: 'model.generate', attempt: 1 }])
})
