import { expect, test } from 'vitest'
import { evolve, type Event, type Intent } from '../../../core/machine/index.ts'
import type { OpId, SessionId } from '../../../core/values/ids.ts'
import { Simulator, noLimits, testItem, testRef, type Answer } from '../../support/simulator.ts'

const answer = (
  calls: Extract<Answer, { type: 'generated' }>['calls'] = [],
  stop: 'end' | 'pause' | 'max-output' = 'end',
  tokens = 10,
): Answer => ({
  type: 'generated',
  calls,
  stop,
  tokens,
})

/** A session whose first run has asked for these calls. */
function calling(calls: Extract<Answer, { type: 'generated' }>['calls'], limits = {}): Simulator {
  const simulator = new Simulator()
  simulator.request(limits)
  reply(simulator, answer(calls))
  return simulator
}

function reply(simulator: Simulator, with_: Answer): void {
  const [intent] = simulator.intents
  if (intent?.kind !== 'model.generate') throw new Error('no answer is due')
  simulator.answerModel(intent, with_)
}

const kinds = (intents: readonly Intent[]) => intents.map(({ kind, opId }) => `${kind} ${opId}`)
const facts = (simulator: Simulator) => simulator.log.map(({ event }) => event.kind)
const outcome = (simulator: Simulator) => simulator.state.run.last?.outcome

test('a request becomes a run, a turn and a due answer in one append', () => {
  const simulator = new Simulator()
  simulator.request()
  expect(facts(simulator)).toEqual(['session.created', 'run.requested', 'run.started', 'turn.started'])
  expect(new Set(simulator.log.slice(1).map(({ opId }) => opId)).size).toBe(1)
  expect(kinds(simulator.intents)).toEqual(['model.generate r1/t1/model'])
})

test('an answer without calls completes the run', () => {
  const simulator = calling([])
  expect(outcome(simulator)).toEqual({ type: 'completed' })
  expect(simulator.intents).toEqual([])
})

test('a call is recorded as started before it is wanted', () => {
  const simulator = calling(['opaque'])
  expect(facts(simulator).at(-1)).toBe('tool.started')
  expect(kinds(simulator.intents)).toEqual(['tool.run r1/t1/c0'])
})

test('neighbouring reads run together, everything else alone and in order', () => {
  const simulator = calling(['pure', 'pure', 'opaque', 'pure'])
  const seen: string[][] = []
  while (simulator.state.tool.calls.length > 0) {
    seen.push(simulator.intents.map(({ opId }) => opId))
    for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  }
  expect(seen).toEqual([['r1/t1/c0', 'r1/t1/c1'], ['r1/t1/c2'], ['r1/t1/c3']])
})

test('results enter the window in call order, whatever order they came in', () => {
  const simulator = calling(['pure', 'pure', 'pure'])
  for (const intent of [...simulator.intents].reverse()) simulator.settle(intent, 'ok')
  const results = simulator.state.context.items.filter(({ kind }) => kind === 'tool-result').map(({ ref }) => ref)
  expect(results).toEqual(['r1/t1/c0', 'r1/t1/c1', 'r1/t1/c2'].map((opId) => testRef(`res/${opId}`)))
})

test('runs queue: the second starts when the first has finished', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.request()
  expect(simulator.state.run.queued.map(({ runId }) => runId)).toEqual(['r2'])
  reply(simulator, answer())
  expect(simulator.state.run.active?.runId).toBe('r2')
})

test('steering waits for the turn boundary and then precedes the next answer', () => {
  const simulator = calling(['pure'])
  simulator.command({ kind: 'run.steer', input: testItem('user', 'more'), limits: noLimits })
  expect(simulator.state.context.items.at(-1)?.kind).toBe('assistant')
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  expect(simulator.state.context.items.map(({ kind }) => kind)).toEqual(['user', 'assistant', 'tool-result', 'user'])
})

test('steering after the last answer was asked for forces one more turn', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.command({ kind: 'run.steer', input: testItem('user', 'more'), limits: noLimits })
  reply(simulator, answer())
  expect(simulator.state.run.active?.spent.turns).toBe(2)
})

test('steering without an active run becomes a run of its own', () => {
  const simulator = new Simulator()
  simulator.command({ kind: 'run.steer', input: testItem('user', 'go'), limits: noLimits })
  expect(simulator.state.run.active?.runId).toBe('r1')
})

test('cancelling while the model answers ends the run at once, and its late answer changes nothing but the bill', () => {
  const simulator = new Simulator()
  simulator.request()
  const [late] = simulator.intents
  simulator.command({ kind: 'run.cancel', runId: null })
  expect(outcome(simulator)).toEqual({ type: 'cancelled' })
  const before = simulator.state
  if (late?.kind === 'model.generate') simulator.answerModel(late, answer(['opaque']))
  const { billed } = simulator.state.run
  expect(billed.costMicroUsd).toBe(before.run.billed.costMicroUsd + 3)
  expect(simulator.state).toEqual({ ...before, run: { ...before.run, billed } })
})

test('cancelling settles calls that have not started and stops those that run', () => {
  const simulator = calling(['opaque', 'opaque'])
  simulator.command({ kind: 'run.cancel', runId: null })
  expect(kinds(simulator.intents)).toEqual(['tool.stop r1/t1/c0', 'tool.settle r1/t1/c1'])
  for (const intent of simulator.intents) simulator.settle(intent, 'cancelled')
  expect(outcome(simulator)).toEqual({ type: 'cancelled' })
  expect(simulator.state.context.items.filter(({ kind }) => kind === 'tool-result')).toHaveLength(2)
})

test('a queued run can be taken back', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.request()
  simulator.command({ kind: 'run.cancel', runId: 'r2' })
  expect(simulator.state.run.queued).toEqual([])
  expect(simulator.state.run.active?.runId).toBe('r1')
})

test('a lost read runs again, a lost command is settled as lost', () => {
  const reads = calling(['pure'])
  reads.crash()
  expect(reads.intents).toMatchObject([{ kind: 'tool.run', call: { attempt: 2 } }])
  const commands = calling(['opaque'])
  commands.crash()
  expect(commands.intents).toMatchObject([{ kind: 'tool.settle', reason: 'lost' }])
})

test('a call that loses its process three times is given up', () => {
  const simulator = calling(['pure'])
  for (let crash = 0; crash < 3; crash++) simulator.crash()
  expect(simulator.intents).toMatchObject([{ kind: 'tool.settle', reason: 'lost' }])
})

test('an overflow is answered by a compaction, after which the run goes on', () => {
  const simulator = calling(['pure'])
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  reply(simulator, { type: 'fail', code: 'context-overflow' })
  const [compact] = simulator.intents
  expect(compact).toMatchObject({ kind: 'context.compact', reason: 'overflow' })
  if (compact?.kind === 'context.compact') simulator.compacted(compact, 'summary')
  expect(simulator.state.context.items.map(({ kind }) => kind)).toEqual(['summary'])
  reply(simulator, answer())
  expect(outcome(simulator)).toEqual({ type: 'completed' })
})

test('a window filled beyond the threshold is compacted before the next turn, inside the run', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, answer(['pure'], 'end', 900))
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  expect(simulator.intents).toMatchObject([{ kind: 'context.compact', reason: 'threshold' }])
})

test('a compaction that fails leaves the window as it was and is not tried again before the next answer', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, answer(['pure'], 'end', 900))
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  const items = simulator.state.context.items
  const [compact] = simulator.intents
  if (compact?.kind === 'context.compact') simulator.compacted(compact, 'kept')
  expect(simulator.state.context.items).toEqual(items)
  expect(simulator.intents).toMatchObject([{ kind: 'model.generate' }])
})

test('a pause is answered by another turn over what was returned', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, answer([], 'pause'))
  expect(kinds(simulator.intents)).toEqual(['model.generate r1/t2/model'])
})

test('an answer cut off by the output limit ends the run with that limit', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, answer([], 'max-output'))
  expect(outcome(simulator)).toEqual({ type: 'limit', limit: 'output-tokens' })
})

test.each([
  ['turns', { turns: 1 }],
  ['tokens', { tokens: 11 }],
  ['cost', { costMicroUsd: 3 }],
])('reaching the limit of %s ends the run after its calls are settled', (limit, limits) => {
  const simulator = calling(['pure'], limits)
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  expect(outcome(simulator)).toEqual({ type: 'limit', limit })
})

test('calls beyond the limit are settled without running', () => {
  const simulator = calling(['pure', 'pure', 'pure'], { toolCalls: 2 })
  expect(kinds(simulator.intents)).toEqual(['tool.run r1/t1/c0', 'tool.run r1/t1/c1'])
  for (const intent of simulator.intents) simulator.settle(intent, 'ok')
  expect(simulator.intents).toMatchObject([{ kind: 'tool.settle', opId: 'r1/t1/c2', reason: 'limit' }])
  for (const intent of simulator.intents) simulator.settle(intent, 'cancelled')
  expect(outcome(simulator)).toEqual({ type: 'limit', limit: 'tool-calls' })
})

test('a run whose deadline passed stops its calls and ends with that limit', () => {
  const simulator = calling(['opaque'], { wallClockMs: 5 })
  simulator.command({ kind: 'run.expire', runId: 'r1' })
  for (const intent of simulator.intents) simulator.settle(intent, 'cancelled')
  expect(outcome(simulator)).toEqual({ type: 'limit', limit: 'wall-clock' })
})

test('a failed attempt is tried again not before its delay has passed', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, { type: 'retry', code: 'overloaded' })
  const retried = simulator.log.at(-1)
  expect(simulator.intents).toMatchObject([{ kind: 'model.generate', attempt: 2, notBefore: (retried?.at ?? 0) + 5 }])
})

test('a failed model call fails the run and leaves the session usable', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, { type: 'fail', code: 'auth' })
  expect(outcome(simulator)).toEqual({ type: 'failed', code: 'auth', message: 'no' })
  simulator.request()
  reply(simulator, answer())
  expect(outcome(simulator)).toEqual({ type: 'completed' })
})

test('a compaction asked for between runs happens at once', () => {
  const simulator = calling([])
  simulator.command({ kind: 'context.compact' })
  expect(simulator.intents).toMatchObject([{ kind: 'context.compact', reason: 'requested' }])
})

test('a compaction that waits for a turn boundary can be taken back, and never begins', () => {
  const simulator = new Simulator()
  simulator.request()
  simulator.command({ kind: 'context.compact' })
  simulator.command({ kind: 'context.withdraw' })
  simulator.command({ kind: 'run.cancel', runId: null })
  expect(simulator.intents).toEqual([])
  expect(simulator.log.map(({ event }) => event.kind)).not.toContain('context.compacting')
})

test('a compaction that was asked for and has begun is wanted no more when it is taken back, and its result is late', () => {
  const simulator = calling([])
  simulator.command({ kind: 'context.compact' })
  const { items } = simulator.state.context
  const [begun] = simulator.intents
  expect(simulator.command({ kind: 'context.withdraw' })).toMatchObject({ ok: true })
  expect(simulator.intents).toEqual([])
  if (begun?.kind === 'context.compact') simulator.compacted(begun, 'summary')
  expect(simulator.state.context.items).toEqual(items)
})

test('a compaction that the window needs is not taken back', () => {
  const simulator = new Simulator()
  simulator.request()
  reply(simulator, { type: 'fail', code: 'context-overflow' })
  expect(simulator.command({ kind: 'context.withdraw' })).toMatchObject({ ok: false })
  expect(simulator.intents).toMatchObject([{ kind: 'context.compact', reason: 'overflow' }])
})

test('a head moves with the result of a call, and not after it', () => {
  const simulator = new Simulator()
  simulator.command({
    kind: 'workspace.mount',
    path: '/workspace',
    baseRef: testRef('base'),
    readOnly: false,
    source: null,
  })
  simulator.request()
  reply(simulator, answer(['transactional']))
  const [intent] = simulator.intents
  if (intent !== undefined) simulator.settle(intent, 'ok')
  const head = simulator.state.workspace.mounts[0]?.headRef
  expect(head).not.toBe(testRef('base'))
  const late: Event = {
    kind: 'workspace.advanced',
    path: '/workspace',
    headRef: testRef('late'),
    call: intent?.opId ?? ('x' as never),
  }
  expect(evolve(simulator.state, late, 0).workspace.mounts[0]?.headRef).toBe(head)
})

test('what was open when a session left its machine is settled as unknown here, reads too, and never begun', () => {
  const simulator = calling(['pure', 'pure', 'opaque'])
  const [first] = simulator.intents
  if (first !== undefined) simulator.settle(first, 'ok')
  simulator.append('import/1' as OpId, [{ kind: 'session.imported', source: 'there' as SessionId }])
  expect(kinds(simulator.intents)).toEqual(['tool.settle r1/t1/c1', 'tool.settle r1/t1/c2'])
  for (const intent of simulator.intents) simulator.settle(intent, 'unknown')
  expect(kinds(simulator.intents)).toEqual(['model.generate r1/t2/model'])
})

test('directories of another machine are forgotten, those that are mounted here later are not', () => {
  const simulator = new Simulator()
  const mount = (path: string, source: string) =>
    simulator.command({ kind: 'workspace.mount', path, baseRef: testRef(path), readOnly: false, source })
  mount('/workspace', '/home/them/repo')
  simulator.append('import/1' as OpId, [{ kind: 'session.imported', source: 'there' as SessionId }])
  mount('/mnt/here', '/home/me/repo')
  expect(simulator.state.workspace.mounts.map(({ source }) => source)).toEqual([null, '/home/me/repo'])
})

test('a fork, and a fork of it, go on with the provider cache of where they began', () => {
  const simulator = new Simulator()
  simulator.append('fork/1' as OpId, [{ kind: 'session.forked', source: 'first' as SessionId, sourceSeq: 1 }])
  simulator.append('fork/2' as OpId, [{ kind: 'session.forked', source: 'second' as SessionId, sourceSeq: 2 }])
  expect(simulator.state.session?.cacheKey).toBe('first')
})
