import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan } from '../../../core/machine/index.ts'
import { sessionTotals } from '../../../core/machine/view/session-totals.ts'
import type { Event, Intent } from '../../../core/machine/index.ts'
import type { EffectClass, ModelErrorCode, StopReason } from '../../../core/values/model-facts.ts'
import { Simulator, testItem, testRef, noLimits, type Answer } from '../../support/simulator.ts'

const classes: readonly EffectClass[] = ['pure', 'transactional', 'keyed', 'adoptable', 'opaque']
const stops: readonly StopReason[] = ['end', 'tool-calls', 'max-output', 'pause', 'stop-sequence']
const errors: readonly ModelErrorCode[] = ['auth', 'server', 'context-overflow', 'rate-limit', 'internal']

const answer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('generated' as const),
      calls: fc.array(fc.constantFrom(...classes), { maxLength: 4 }),
      stop: fc.constantFrom(...stops),
      tokens: fc.integer({ min: 1, max: 990 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('retry' as const), code: fc.constantFrom(...errors) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fail' as const), code: fc.constantFrom(...errors) }) },
)
const maybe = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null })
const limits = fc.record({
  turns: maybe,
  toolCalls: maybe,
  tokens: fc.constantFrom(null, 500),
  costMicroUsd: fc.constantFrom(null, 5),
  wallClockMs: fc.constantFrom(null, 1000),
})

/** One thing that happens; `pick` chooses among what is possible at that moment. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('request' as const), limits }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('steer', 'steer', 'cancel', 'expire', 'compact', 'notify', 'mount', 'crash', 'repeat'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('shell', 'shell', 'stop-shell', 'withdraw-shell', 'unsteer', 'withdraw'),
      pick: fc.nat(5),
    }),
  },
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      pick: fc.nat(9),
      answer,
      outcome: fc.constantFrom('ok', 'error', 'unknown', 'cancelled'),
      how: fc.constantFrom('summary', 'dropped', 'kept'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), pick: fc.nat(50), answer }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Plays a history; every intent ever wanted may be answered late, more than once, or never. */
function play(steps: readonly Step[], check: (simulator: Simulator) => void): Simulator {
  const simulator = new Simulator()
  const everWanted: Intent[] = []
  for (const next of steps) {
    everWanted.push(...simulator.intents)
    act(simulator, next, everWanted)
    check(simulator)
  }
  return simulator
}

function act(simulator: Simulator, next: Step, everWanted: readonly Intent[]): void {
  const input = testItem('user', `steer${simulator.log.length}`)
  switch (next.do) {
    case 'request':
      return void simulator.request(next.limits)
    case 'steer':
      return void simulator.command({ kind: 'run.steer', input, limits: noLimits })
    case 'cancel':
      return void simulator.command({ kind: 'run.cancel', runId: null })
    case 'expire':
      return void simulator.command({ kind: 'run.expire', runId: simulator.state.run.active?.runId ?? 'r0' })
    case 'compact':
      return void simulator.command({ kind: 'context.compact' })
    case 'notify':
      return void simulator.command({ kind: 'context.notify', item: testItem('notice', 'n') })
    case 'mount':
      return void simulator.command({
        kind: 'workspace.mount',
        path: '/workspace',
        baseRef: testRef('tree'),
        readOnly: false,
        source: null,
      })
    case 'crash':
      return simulator.crash()
    case 'shell':
      return void simulator.shell()
    case 'stop-shell':
      return void simulator.command({ kind: 'shell.cancel', shellId: null })
    case 'withdraw-shell':
      return void simulator.command({ kind: 'shell.cancel', shellId: `s${next.pick}` })
    case 'unsteer': {
      const steers = simulator.log.flatMap(({ event }) => (event.kind === 'run.steered' ? [event.commandId] : []))
      return void simulator.command({ kind: 'run.unsteer', steerId: steers.at(-1 - next.pick) ?? 'k0' })
    }
    case 'withdraw':
      return void simulator.command({ kind: 'run.cancel', runId: simulator.state.run.queued.at(-1)?.runId ?? 'r0' })
    case 'repeat': {
      const entry = simulator.log.at(-1)
      expect(entry === undefined || simulator.append(entry.opId, [entry.event])).toBe(entry === undefined)
      return
    }
    case 'answer': {
      const wanted = simulator.intents
      const intent = wanted[next.pick % Math.max(1, wanted.length)]
      if (intent?.kind === 'model.generate') simulator.answerModel(intent, next.answer)
      else if (intent?.kind === 'context.compact') simulator.compacted(intent, next.how)
      else if (intent !== undefined) simulator.settle(intent, next.outcome)
      return
    }
    case 'late': {
      const intent = everWanted[next.pick % Math.max(1, everWanted.length)]
      if (intent?.kind === 'model.generate') simulator.answerModel(intent, next.answer)
      else if (intent?.kind === 'context.compact') simulator.compacted(intent, 'summary')
      else if (intent !== undefined) simulator.settle(intent, 'ok')
    }
  }
}

const histories = fc.array(step, { maxLength: 120, size: 'max' })

/** Holds a law over random histories: `after` each step, and `ended` once at the end. */
function law(
  after: (simulator: Simulator) => void,
  ended: (simulator: Simulator) => void = () => undefined,
  numRuns = 300,
): void {
  fc.assert(
    fc.property(histories, (steps) => {
      ended(play(steps, after))
    }),
    { numRuns },
  )
}

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

test('what a person said enters the window once, in order, and stays there until a compaction', () => {
  law((simulator) => {
    const compacted = simulator.log.findLastIndex(({ event }) => event.kind === 'context.compacted')
    const taken = unsteered(simulator)
    const said = simulator.log
      .slice(compacted + 1)
      .flatMap(({ event }) => (event.kind === 'run.steered' && !taken.has(event.commandId) ? [event.input.ref] : []))
    const waiting = (simulator.state.run.active?.steering ?? []).map(({ ref }) => ref)
    const inWindow = simulator.state.context.items.filter(({ ref }) => said.includes(ref)).map(({ ref }) => ref)
    expect([...inWindow, ...waiting.filter((ref) => said.includes(ref))]).toEqual(said)
  })
})

test('steering that was taken back never enters the window, and what has entered is never taken back', () => {
  law((simulator) => {
    const taken = unsteered(simulator)
    const { active } = simulator.state.run
    for (const { event } of simulator.log) {
      if (event.kind !== 'run.steered' || !taken.has(event.commandId)) continue
      expect(simulator.state.context.items.map(({ ref }) => ref)).not.toContain(event.input.ref)
      expect(active?.steering.map(({ commandId }) => commandId) ?? []).not.toContain(event.commandId)
    }
  })
})

test('the window only grows, item by item, until a compaction', () => {
  let before: readonly unknown[] = []
  let lastSeq = 0
  law(
    (simulator) => {
      const { items } = simulator.state.context
      const compacted = simulator.log.some(({ event, seq }) => event.kind === 'context.compacted' && seq > lastSeq)
      if (lastSeq > 0 && lastSeq <= simulator.log.length && !compacted)
        expect(items.slice(0, before.length)).toEqual(before)
      before = items
      lastSeq = simulator.log.length
    },
    () => {
      before = []
      lastSeq = 0
    },
  )
})

test("a person's command is started once, alone, between turns, and ends once", () => {
  law(nothing, (simulator) => {
    expectLoneShells(simulator)
    simulator.crash()
    simulator.finish()
    expectLoneShells(simulator)
    expect(simulator.state.shell).toMatchObject({ queued: [], active: null })
    const of = (kind: string) =>
      simulator.log.flatMap(({ event }) => (event.kind === kind && 'shellId' in event ? [event.shellId] : []))
    const ended = simulator.log.filter(({ event }, index) => isFirst(event, simulator.log.slice(0, index)))
    expect(
      [...ended.map(({ event }) => ('shellId' in event ? event.shellId : '')), ...of('shell.withdrawn')].sort(),
    ).toEqual(of('shell.requested').sort())
  })
})

test('a command that was started is wanted until it has ended, whatever else happens', () => {
  law(({ state, intents }) => {
    const { active } = state.shell
    if (active === null) return
    expect(intents.map(({ opId }) => opId)).toEqual([active.opId])
    expect(state.tool.calls.every(({ phase }) => phase === 'finished')).toBe(true)
  })
})

test("what a person's command came to waits for the next turn, enters once, and starts no run", () => {
  law(
    (simulator) => {
      const { items, pending } = simulator.state.context
      const results = [...items, ...pending].filter(({ kind }) => kind === 'shell').map(({ ref }) => ref)
      expect(new Set(results).size).toBe(results.length)
      const compacted = simulator.log.findLastIndex(({ event }) => event.kind === 'context.compacted')
      const ended = simulator.log
        .slice(compacted + 1)
        .flatMap(({ event }, index) =>
          event.kind === 'shell.finished' && isFirst(event, simulator.log.slice(0, compacted + 1 + index))
            ? [event.item.ref]
            : [],
        )
      expect(results.slice(results.length - ended.length)).toEqual(ended)
    },
    ({ log }) => {
      const runs = log.flatMap(({ event }) => (event.kind === 'run.requested' ? [event.commandId] : []))
      const shells = log.flatMap(({ event }) => (event.kind === 'shell.requested' ? [event.commandId] : []))
      expect(runs.filter((id) => shells.includes(id))).toEqual([])
    },
  )
})

test('the account of a session is the sum over its log', () => {
  law(nothing, ({ state, log }) => {
    const bills = log.flatMap(({ event }) => ('usage' in event && event.usage !== null ? [event] : []))
    const sum = (read: (bill: (typeof bills)[number]) => number) => bills.reduce((total, bill) => total + read(bill), 0)
    expect(sessionTotals(state)).toEqual({
      runs: log.filter(({ event }) => event.kind === 'run.started').length,
      turns: log.filter(({ event }) => event.kind === 'turn.started').length,
      toolCalls: log.filter(({ event }) => event.kind === 'tool.started' && event.attempt === 1).length,
      shells: log.filter(({ event }) => event.kind === 'shell.requested').length,
      usage: {
        inputTokens: sum(({ usage }) => usage?.inputTokens ?? 0),
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: bills.length,
        reasoningTokens: 0,
      },
      costMicroUsd: sum(({ costMicroUsd }) => costMicroUsd ?? 0),
      isPriced: true,
    })
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

/** Commands whose steering was taken back. */
function unsteered({ log }: Simulator): ReadonlySet<string> {
  return new Set(log.flatMap(({ event }) => (event.kind === 'run.unsteered' ? [event.steerId] : [])))
}

/** Whether this is the end of a person's command: what comes after the first changes nothing. */
function isFirst(event: Event, before: Simulator['log']): boolean {
  if (event.kind !== 'shell.finished') return false
  return !before.some((entry) => entry.event.kind === 'shell.finished' && entry.event.shellId === event.shellId)
}

/** Between the start of a person's command and its end nothing else starts; it starts where no call is open. */
function expectLoneShells({ log }: Simulator): void {
  let running: string | null = null
  let open = 0
  // A late answer opens no calls.
  let awaited: string | null = null
  const started = new Set<string>()
  for (const { event } of log) {
    if (event.kind === 'turn.started') awaited = event.turnId
    if (event.kind === 'turn.generated' && event.turnId === awaited) open = event.calls.length
    if ('turnId' in event && event.kind !== 'turn.started' && event.kind !== 'turn.retried') awaited = null
    if (event.kind === 'turn.finished' || event.kind === 'run.finished') open = 0
    if (event.kind === 'shell.started') {
      expect(running).toBeNull()
      expect(open).toBe(0)
      expect(started).not.toContain(event.shellId)
      started.add(event.shellId)
      running = event.shellId
    }
    if (event.kind === 'shell.finished' && event.shellId === running) running = null
    if (event.kind === 'tool.started' || event.kind === 'turn.started' || event.kind === 'run.started')
      expect(running, `${event.kind} while a command runs`).toBeNull()
  }
}

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
