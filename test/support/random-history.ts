import fc from 'fast-check'
import { expect } from 'vitest'
import type { Intent } from '../../core/machine/index.ts'
import type { EffectClass, ModelErrorCode, StopReason } from '../../core/values/model-facts.ts'
import { Simulator, testItem, testRef, noLimits, type Answer } from './simulator.ts'

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
      do: fc.constantFrom(
        'steer',
        'steer',
        'cancel',
        'expire',
        'compact',
        'keep',
        'notify',
        'mount',
        'crash',
        'repeat',
      ),
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
export function play(steps: readonly Step[], check: (simulator: Simulator) => void): Simulator {
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
    case 'keep':
      return void simulator.command({ kind: 'context.withdraw' })
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

/** Random histories in which effects fail, repeat, come late or never. */
export const histories = fc.array(step, { maxLength: 120, size: 'max' })

/** Holds a law over random histories: `after` each step, and `ended` once at the end. */
export function law(
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
