import { expect, onTestFinished, test } from 'vitest'
import { modelOf, wires, type JsonLine } from '../support/cli.ts'
import { startMockProvider } from '../support/mock-provider/mock-provider.ts'
import type { Fault, Reply, Script, ScriptTurn, Wire } from '../support/mock-provider/script.ts'
import { expectSoundLog, readLog } from '../support/run-laws.ts'
import { inBothPlaces } from '../support/places.ts'

/** What a person must see of a fault, and what the log must tell. */
interface Expected {
  readonly outcome: 'completed' | 'failed'
  readonly exitCode: number
  readonly code?: string
  /** Kinds that must be in the log. */
  readonly kinds?: readonly string[]
  /** The wire on which this is no fault. */
  readonly wholeOn?: Wire
}

const done: Reply = { text: 'done' }
const recovered: Expected = { outcome: 'completed', exitCode: 0, kinds: ['turn.retried'] }
const readOf: Readonly<Record<Wire, string>> = {
  'openai-responses': 'read_file',
  'anthropic-messages': 'Read',
  'openai-chat': 'read',
}

/** Fails the first attempt of the first answer. */
const once =
  (fault: Fault, beside: Reply = { text: 'some words that are cut', thinking: 'hm' }): Script =>
  ({ index, attempt }) =>
    index === 0 && attempt === 0 ? { ...beside, fault } : done

/** Makes a call first, then answers. */
const calling =
  (call: (turn: ScriptTurn) => NonNullable<Reply['calls']>[number]): Script =>
  (turn) =>
    turn.results.length === 0 && turn.index === 0 ? { calls: [call(turn)] } : done

const faults: Readonly<Record<string, { readonly script: Script; readonly expected: Expected }>> = {
  'a wrong key (401)': {
    script: ({ count }) => (count === 0 ? { fault: { type: 'status', status: 401 } } : done),
    expected: { outcome: 'failed', exitCode: 5, code: 'auth' },
  },
  'a rate limit (429) with Retry-After': {
    script: once({ type: 'status', status: 429, retryAfter: '0' }),
    expected: recovered,
  },
  'a server error (500)': { script: once({ type: 'status', status: 500 }), expected: recovered },
  'an overloaded provider (529)': { script: once({ type: 'status', status: 529 }), expected: recovered },
  'a connection reset in mid-stream': {
    script: once({ type: 'cut', at: 'mid-stream', how: 'reset' }),
    expected: recovered,
  },
  'a stream cut inside a JSON token': {
    script: once({ type: 'cut', at: 'mid-json', how: 'end' }),
    expected: recovered,
  },
  'a stream that ends before its last event': {
    script: once({ type: 'cut', at: 'before-terminal', how: 'end' }),
    // Chat has said why it stopped before `[DONE]`, which many servers leave out: the answer is whole.
    expected: { ...recovered, wholeOn: 'openai-chat' },
  },
  'an error event after 200': { script: once({ type: 'stream-error', error: 'overloaded' }), expected: recovered },
  'an empty answer': {
    script: ({ index, attempt }) => (index === 0 && attempt === 0 ? { text: '' } : done),
    expected: recovered,
  },
  'a tool call whose arguments are not JSON': {
    script: calling(({ wire }) => ({ name: readOf[wire], args: '{"path": "a.txt' })),
    expected: { outcome: 'completed', exitCode: 0, kinds: ['tool.finished'] },
  },
  'a call of an unknown tool': {
    script: calling(() => ({ name: 'teleport', args: {} })),
    expected: { outcome: 'completed', exitCode: 0, kinds: ['tool.finished'] },
  },
  'an item and an event of unknown types': {
    script: ({ index }) => (index === 0 ? { text: 'odd', unknownItem: true, unknownEvent: true } : done),
    expected: { outcome: 'completed', exitCode: 0 },
  },
  'a full context window': {
    script: ({ count }) => (count === 0 ? { fault: { type: 'context-overflow' } } : done),
    expected: { outcome: 'completed', exitCode: 0, kinds: ['context.compacted'] },
  },
  'a refusal': {
    script: ({ index, count }) => (index === 0 && count === 0 ? { text: 'I will not.', stop: 'refusal' } : done),
    expected: { outcome: 'failed', exitCode: 1, code: 'refusal' },
  },
}

const cases = Object.entries(faults).flatMap(([name, fault]) => wires.map((wire) => ({ name, wire, ...fault })))

inBothPlaces((place) => {
  test.concurrent.for(cases)(
    'over $wire, $name has its documented outcome and the session goes on',
    async ({ wire, script, expected }, { onTestFinished: finished }) => {
      const mock = await startMockProvider(script)
      finished(() => mock.close())
      const desk = await place.openDesk({ 'a.txt': 'text\n' }, mock, finished)
      const first = await desk.run(['run', '--json', '-m', modelOf[wire], '--mount', '.', 'look at a.txt'])
      const outcome = first.lines().at(-1)
      const { outcome: type, exitCode, code } = expected
      expect({ code: first.code, outcome }).toMatchObject({
        code: exitCode,
        outcome: { kind: 'outcome', outcome: type, exitCode },
      })
      if (code !== undefined) expect(outcome?.['error']).toMatchObject({ code })
      const log = await readLog(desk, String(outcome?.['session']))
      for (const kind of wire === expected.wholeOn ? [] : (expected.kinds ?? []))
        expect(log.map((line) => line.kind)).toContain(kind)

      const second = await desk.run(['run', '--json', '-c', 'and again'])
      expect(second.lines().at(-1)).toMatchObject({
        kind: 'outcome',
        outcome: 'completed',
        session: outcome?.['session'],
      })
      expect(mock.violations).toEqual([])
      expectSoundLog(await readLog(desk, String(outcome?.['session'])))
    },
  )

  test('a fault that never ends gives up after the last attempt, and says so', async () => {
    const mock = await startMockProvider(() => ({ fault: { type: 'status', status: 503, retryAfter: '0' } }))
    onTestFinished(() => mock.close())
    const desk = await place.openDesk({}, mock)
    const { code, lines } = await desk.run(['run', '--json', '-m', modelOf['openai-responses'], 'hello'])
    const retries = lines().filter((line: JsonLine) => line.kind === 'turn.retried')
    expect(code).toBe(1)
    expect(retries.length).toBeGreaterThanOrEqual(3)
    expect(lines().at(-1)).toMatchObject({ kind: 'outcome', outcome: 'failed', error: { code: 'overloaded' } })
  })
})
