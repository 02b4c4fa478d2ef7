import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Item } from '../../../core/machine/context/state.ts'
import { plan } from '../../../core/machine/index.ts'
import { histories, law, play } from '../../support/random-history.ts'
import { Simulator } from '../../support/simulator.ts'

const nothing = () => undefined

test('replaying the log gives the state that was reached', () => {
  law((simulator) => expect(simulator.replayed()).toEqual(simulator.state), nothing, 150)
})

test('the plan of a state is the same every time it is asked, and a committed state has no facts due', () => {
  law(({ state }) => {
    expect(plan(state)).toEqual(plan(structuredClone(state)))
    expect(plan(state).facts).toEqual([])
  })
})

test('every call gets exactly one result, and nothing lands between an answer and its results', () => {
  law(expectSoundTranscript)
})

test('every run that was requested ends once, whatever was lost on the way', () => {
  law(nothing, (simulator) => {
    simulator.crash()
    simulator.finish()
    expect(simulator.intents).toEqual([])
    expect(simulator.state.run.active).toBeNull()
    expect(simulator.state.run.queued).toEqual([])
    const of = (kind: string) =>
      simulator.log.flatMap(({ event }) => (event.kind === kind && 'runId' in event ? [event.runId] : []))
    expect([...of('run.finished'), ...of('run.withdrawn')].sort()).toEqual(of('run.requested').sort())
    expectSoundTranscript(simulator)
  })
})

test('a run takes no more turns and calls than it may', () => {
  law(({ state }) => {
    const { active } = state.run
    if (active === null) return
    expect(active.spent.turns).toBeLessThanOrEqual(active.limits.turns ?? Infinity)
    expect(active.spent.toolCalls).toBeLessThanOrEqual(active.limits.toolCalls ?? Infinity)
  })
})

test('an opaque call is started at most once, and attempts of the others count up from one', () => {
  law(nothing, ({ log }) => {
    const started = new Map<string, number>()
    for (const { event } of log) {
      if (event.kind !== 'tool.started') continue
      const starts = (started.get(event.call) ?? 0) + 1
      started.set(event.call, starts)
      expect(event.attempt).toBe(starts)
      if (event.effectClass === 'opaque') expect(starts).toBe(1)
    }
  })
})

test('the window only grows, item by item, until a compaction', () => {
  const seen = new WeakMap<Simulator, { readonly items: readonly Item[]; readonly head: number }>()
  law((simulator) => {
    const { items } = simulator.state.context
    const { items: before, head } = seen.get(simulator) ?? { items: [], head: 0 }
    const isCompacted = simulator.log.slice(head).some(({ event }) => event.kind === 'context.compacted')
    if (!isCompacted) expect(items.slice(0, before.length)).toEqual(before)
    seen.set(simulator, { items, head: simulator.log.length })
  })
})

test('a window that stays too large for the model ends the run, whatever is compacted', () => {
  const simulator = new Simulator()
  simulator.request()
  for (let step = 0; simulator.state.run.active !== null; step++) {
    expect(step).toBeLessThan(10)
    for (const intent of simulator.intents) {
      if (intent.kind === 'model.generate') simulator.answerModel(intent, { type: 'fail', code: 'context-overflow' })
      else if (intent.kind === 'context.compact') simulator.compacted(intent, 'dropped')
    }
  }
  expect(simulator.state.run.last?.outcome).toMatchObject({ type: 'failed', code: 'context-overflow' })
  expect(simulator.log.filter(({ event }) => event.kind === 'context.compacted')).toHaveLength(2)
})

test('the machine reads no clock and no randomness', () => {
  const now = Date.now
  const random = Math.random
  const forbidden = () => {
    throw new Error('impure')
  }
  const steps = fc.sample(histories, { numRuns: 50, seed: 7 })
  Date.now = Math.random = forbidden
  try {
    for (const history of steps) play(history, () => undefined).finish()
  } finally {
    Date.now = now
    Math.random = random
  }
})

/** Every answer with k calls is followed at once by its k results; only the newest may still wait for all of them. */
function expectSoundTranscript({ state, log }: Simulator): void {
  const callsOf = new Map(
    log.flatMap(({ event }) =>
      event.kind === 'turn.generated' ? [[event.turnId as string, event.calls.length] as const] : [],
    ),
  )
  const { items } = state.context
  for (let at = 0; at < items.length; at++) {
    const { kind, turnId } = items[at] ?? { kind: 'other', turnId: null }
    if (kind !== 'assistant' || turnId === null) continue
    const results = items.slice(at + 1).findIndex((item) => item.kind !== 'tool-result' || item.turnId !== turnId)
    const count = results === -1 ? items.length - at - 1 : results
    const open = state.turn.current?.turnId === turnId && state.turn.current.phase.type === 'calling'
    expect(count).toBe(open ? 0 : callsOf.get(turnId))
    if (open) expect(at).toBe(items.length - 1)
  }
  const results = items.filter(({ kind }) => kind === 'tool-result').map(({ ref }) => ref)
  expect(new Set(results).size).toBe(results.length)
}
