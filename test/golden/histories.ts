import type { OpId, SessionId, TurnId } from '../../core/values/ids.ts'
import { noUsage } from '../../core/values/usage.ts'
import type { Answer } from '../support/simulator.ts'
import { Simulator, noLimits, testItem, testRef } from '../support/simulator.ts'

const answer = (calls: Extract<Answer, { type: 'generated' }>['calls'], tokens = 10): Answer => ({
  type: 'generated',
  calls,
  stop: calls.length > 0 ? 'tool-calls' : 'end',
  tokens,
})

function reply(simulator: Simulator, given: Answer): void {
  const intent = simulator.intents.find(({ kind }) => kind === 'model.generate')
  if (intent?.kind === 'model.generate') simulator.answerModel(intent, given)
}

function settleAll(simulator: Simulator, outcome: 'ok' | 'error' | 'cancelled' | 'unknown'): void {
  for (const intent of simulator.intents) simulator.settle(intent, outcome)
}

function started(): Simulator {
  const simulator = new Simulator()
  simulator.command({
    kind: 'workspace.mount',
    path: '/workspace',
    baseRef: testRef('base'),
    readOnly: false,
    source: '/home/me/repo',
  })
  simulator.request()
  return simulator
}

/** Histories worth keeping, by the name of their file. A new one may be added; none is ever changed. */
export const histories: Readonly<Record<string, () => Simulator>> = {
  'edit-and-finish': () => {
    const simulator = started()
    reply(simulator, answer(['pure', 'pure']))
    settleAll(simulator, 'ok')
    reply(simulator, answer(['transactional']))
    settleAll(simulator, 'ok')
    reply(simulator, answer([]))
    simulator.command({
      kind: 'workspace.apply',
      path: '/workspace',
      baseRef: testRef('applied'),
      files: 1,
      conflicts: 0,
    })
    return simulator
  },
  'steered-then-cancelled': () => {
    const simulator = started()
    reply(simulator, answer(['opaque', 'opaque']))
    simulator.command({ kind: 'run.steer', input: testItem('user', 'and that'), limits: noLimits })
    simulator.command({ kind: 'run.cancel', runId: null })
    settleAll(simulator, 'cancelled')
    simulator.request()
    simulator.command({ kind: 'run.cancel', runId: null })
    return simulator
  },
  'lost-and-recovered': () => {
    const simulator = started()
    reply(simulator, answer(['opaque', 'pure']))
    simulator.crash()
    settleAll(simulator, 'unknown')
    simulator.crash()
    settleAll(simulator, 'ok')
    reply(simulator, { type: 'retry', code: 'overloaded' })
    reply(simulator, answer([]))
    return simulator
  },
  'overflow-and-limits': () => {
    const simulator = started()
    reply(simulator, { type: 'fail', code: 'context-overflow' })
    for (const intent of simulator.intents)
      if (intent.kind === 'context.compact') simulator.compacted(intent, 'summary')
    reply(simulator, answer(['pure'], 900))
    settleAll(simulator, 'error')
    for (const intent of simulator.intents) if (intent.kind === 'context.compact') simulator.compacted(intent, 'kept')
    reply(simulator, answer([]))
    simulator.request({ ...noLimits, turns: 1, toolCalls: 1 })
    reply(simulator, answer(['pure', 'pure']))
    settleAll(simulator, 'ok')
    settleAll(simulator, 'cancelled')
    simulator.command({ kind: 'context.notify', item: testItem('notice', 'changed') })
    simulator.command({
      kind: 'session.configure',
      api: 'openai-responses',
      provider: 'test',
      model: 'test-2',
      effort: 'high',
      windowTokens: 2000,
    })
    simulator.command({ kind: 'session.rename', name: 'kept' })
    simulator.request()
    simulator.request()
    simulator.command({ kind: 'run.cancel', runId: 'r4' })
    reply(simulator, { type: 'fail', code: 'auth' })
    simulator.command({ kind: 'context.compact' })
    return simulator
  },
  'commands-of-a-person': () => {
    const simulator = started()
    const steer = (seed: string) =>
      simulator.command({
        kind: 'run.steer',
        input: { ...testItem('user', seed), imageBytes: 7 },
        limits: noLimits,
      })
    // Asked for in the middle of a turn, it runs at the next boundary.
    simulator.shell()
    reply(simulator, answer(['opaque']))
    settleAll(simulator, 'ok')
    settleAll(simulator, 'ok')
    settleAll(simulator, 'ok')
    steer('taken back')
    simulator.command({ kind: 'run.unsteer', steerId: 'k5' })
    steer('kept')
    reply(simulator, answer([]))
    reply(simulator, answer([]))
    // While the session is idle: one is lost, one is stopped, one is taken back.
    simulator.shell()
    simulator.shell()
    simulator.shell()
    simulator.command({ kind: 'shell.cancel', shellId: 's4' })
    settleAll(simulator, 'ok')
    simulator.crash()
    settleAll(simulator, 'unknown')
    settleAll(simulator, 'ok')
    simulator.command({ kind: 'shell.cancel', shellId: null })
    settleAll(simulator, 'cancelled')
    simulator.request()
    return simulator
  },
  'compactions-taken-back': () => {
    const simulator = started()
    simulator.command({ kind: 'context.compact' })
    simulator.command({ kind: 'context.withdraw' })
    reply(simulator, answer([]))
    simulator.command({ kind: 'context.compact' })
    simulator.command({ kind: 'context.withdraw' })
    simulator.request()
    return simulator
  },
  'billed-in-part': () => {
    const simulator = started()
    const bill = { usage: { ...noUsage, inputTokens: 9 }, costMicroUsd: 2, isLowerBound: true } as const
    const turnId = 't1' as TurnId
    simulator.append('takeover/1' as OpId, [{ kind: 'turn.billed', turnId, attempt: 1, ...bill }])
    const retry = { code: 'network', status: null, message: 'cut', delayMs: 5 } as const
    simulator.append('r1/t1/model/1' as OpId, [{ kind: 'turn.retried', turnId, attempt: 1, ...retry, ...bill }])
    reply(simulator, answer([]))
    simulator.command({ kind: 'context.compact' })
    simulator.append('leaving/2' as OpId, [{ kind: 'context.billed', number: 1, ...bill }])
    simulator.append('compact/1' as OpId, [{ kind: 'context.kept', number: 1, message: 'no', ...bill }])
    return simulator
  },
  'written-on-two-machines': () => {
    const simulator = new Simulator()
    const mount = { kind: 'workspace.mount', readOnly: false } as const
    simulator.command({ ...mount, path: '/workspace', baseRef: testRef('base'), source: '/home/me/repo', host: 'one' })
    simulator.command({ ...mount, path: '/mnt/none', baseRef: testRef('none'), source: null })
    simulator.request()
    reply(simulator, answer(['transactional']))
    settleAll(simulator, 'ok')
    reply(simulator, answer([]))
    const copy = { kind: 'workspace.copy', path: '/workspace', directory: '/tmp/repo', conflicts: 0 } as const
    simulator.command({ ...copy, host: 'two', baseRef: testRef('first'), files: 2 })
    simulator.command({ ...copy, host: 'three', baseRef: testRef('second'), files: 1, conflicts: 1 })
    simulator.command({ ...copy, host: 'two', baseRef: testRef('third'), files: 1 })
    const apply = { kind: 'workspace.apply', path: '/workspace', files: 2, conflicts: 0 } as const
    simulator.command({ ...apply, baseRef: testRef('applied') })
    return simulator
  },
  'mounted-with-rules': () => {
    const simulator = new Simulator()
    const mount = { kind: 'workspace.mount', readOnly: false, source: '/home/me/repo/packages/a', host: 'one' } as const
    simulator.command({ ...mount, path: '/workspace', baseRef: testRef('base'), ignoreRef: testRef('rules') })
    simulator.command({ ...mount, path: '/mnt/plain', baseRef: testRef('plain'), source: '/srv/plain' })
    simulator.request()
    reply(simulator, answer(['transactional']))
    settleAll(simulator, 'ok')
    reply(simulator, answer([]))
    simulator.append('import/1' as OpId, [{ kind: 'session.imported', source: 'elsewhere' as SessionId }])
    return simulator
  },
  'forked-and-imported': () => {
    const simulator = started()
    reply(simulator, answer([]))
    const forkedAt = simulator.log.length
    simulator.append('fork/4' as OpId, [{ kind: 'session.forked', source: 'source' as SessionId, sourceSeq: forkedAt }])
    simulator.append('fork/5' as OpId, [
      { kind: 'session.forked', source: 'between' as SessionId, sourceSeq: simulator.log.length },
    ])
    simulator.request()
    reply(simulator, answer(['pure', 'opaque']))
    // Cut in the middle of a run: nothing that was open there begins here.
    simulator.append('import/1' as OpId, [{ kind: 'session.imported', source: 'elsewhere' as SessionId }])
    settleAll(simulator, 'unknown')
    reply(simulator, answer([]))
    return simulator
  },
}
