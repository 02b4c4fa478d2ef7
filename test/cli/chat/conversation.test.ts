import { expect, onTestFinished, test, vi } from 'vitest'
import { Conversation } from '../../../cli/chat/conversation.ts'
import { openTexts } from '../../../cli/chat/texts.ts'
import { initialState } from '../../../core/machine/state.ts'
import { ModelError } from '../../../core/ports/model.ts'
import type { Delta, DeltaPart } from '../../../core/ports/deltas.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { OpId } from '../../../core/values/ids.ts'
import { fakeFormat, fakeModels, type FakeAnswer } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'
import { openScribe } from './scribe.ts'

type Answers = Parameters<typeof fakeModels>[0]

/** A session worked to its end, and a conversation that has told nothing of it. */
async function worked(answers: Answers, prompts: readonly string[] = ['hello']) {
  const store = openMemoryStore()
  const rig = await openRig(store, fakeModels(answers), [
    fakeTool('look', 'pure', async () => ({ outcome: 'ok', text: 'seen' })),
    fakeTool('run', 'opaque', async () => ({ outcome: 'ok', text: 'ran', exitCode: 3 })),
  ])
  for (const prompt of prompts) await rig.ask(prompt)
  await rig.drive()
  const scribe = openScribe()
  const texts = openTexts(store.blobs, fakeFormat)
  const conversation = new Conversation(initialState, texts, async () => '', scribe)
  return {
    log: await rig.log(),
    state: await rig.host.state(rig.session),
    conversation,
    heard: scribe.heard,
    scribe,
    texts,
  }
}

const delta = (opId: string, attempt: number, part: DeltaPart, n = 0): Delta => ({
  opId: opId as OpId,
  attempt,
  n,
  part,
})
const model = 'r1/t1/model'

/** First one of these answers, then the next. */
function inOrder(...answers: readonly FakeAnswer[]): Answers {
  let asked = 0
  return () => answers[Math.min(asked++, answers.length - 1)] ?? {}
}

test('a run is told as prompt, calls, answer and end', async () => {
  const { log, conversation, heard } = await worked(inOrder({ calls: [{ name: 'look' }] }, { text: 'hi' }))
  for (const entry of log) await conversation.entry(entry)
  expect(heard).toEqual([
    'run hello',
    'landed -',
    'call r1/t1/c0 look',
    'ended r1/t1/c0',
    'ok look',
    'landed hi',
    'end completed after 2',
  ])
  expect(conversation.activity).toEqual({ type: 'idle' })
})

test('each answer is waited for anew, also where one came whole', async () => {
  const { log, conversation } = await worked(inOrder({ calls: [{ name: 'look' }] }, { text: 'hi' }))
  const later = log.map((entry, index) => ({ ...entry, at: index }))
  const waits: unknown[] = []
  for (const entry of later) {
    await conversation.entry(entry)
    if (entry.event.kind === 'turn.started') waits.push([entry.at, conversation.activity])
  }
  expect(waits).toHaveLength(2)
  for (const [at, activity] of waits as [number, unknown][]) expect(activity).toEqual({ type: 'waiting', since: at })
})

test('what was told is folded into the same state that the host has', async () => {
  const { log, conversation, state } = await worked(() => ({ text: 'hi' }), ['one', 'two'])
  for (const entry of log) await conversation.entry(entry)
  expect(conversation.state).toEqual(state)
})

test('recalling tells the same and changes no state', async () => {
  const { log, state, heard, scribe, texts } = await worked(() => ({ text: 'hi' }))
  const conversation = new Conversation(state, texts, async () => '', scribe)
  await conversation.recall(log)
  expect(heard).toEqual(['run hello', 'landed hi', 'end completed after 1'])
  expect(conversation.state).toBe(state)
})

test('the exit code of a command and its whole output can be had', async () => {
  const { log, conversation, heard } = await worked(inOrder({ calls: [{ name: 'run' }] }, { text: 'done' }))
  for (const entry of log) await conversation.entry(entry)
  expect(heard).toContain('ok run exit 3')
  expect(conversation.lastOutput?.title).toBe('run')
  expect(await conversation.lastOutput?.read()).toMatch(/ran/)
})

test('deltas stream only while their answer is due, whether they come early or late', async () => {
  const { log, conversation, heard } = await worked(() => ({ text: 'hi' }))
  conversation.delta(delta(model, 1, { type: 'text', text: 'early' }))
  for (const entry of log) {
    await conversation.entry(entry)
    if (entry.event.kind === 'turn.started') conversation.delta(delta(model, 1, { type: 'text', text: 'live' }, 1))
  }
  conversation.delta(delta(model, 1, { type: 'text', text: 'late' }))
  expect(heard).toEqual(['run hello', 'text early', 'text live', 'landed hi', 'end completed after 1'])
})

test('what another process asks anew after it took over replaces what streamed before', async () => {
  const { log, conversation, heard } = await worked(() => ({ text: 'hi' }))
  for (const entry of log) {
    await conversation.entry(entry)
    if (entry.event.kind !== 'turn.started') continue
    conversation.delta(delta(model, 1, { type: 'text', text: 'lost' }))
    conversation.delta(delta(model, 1, { type: 'text', text: 'h' }))
    conversation.delta(delta(model, 1, { type: 'text', text: 'i' }, 1))
  }
  expect(heard).toEqual(['run hello', 'text lost', 'dropped', 'text h', 'text i', 'landed hi', 'end completed after 1'])
})

test('a failed attempt is dropped, and what follows of it is not heard', async () => {
  const failing: Answers = (() => {
    let asked = 0
    return () => {
      if (asked++ === 0)
        throw new ModelError('overloaded', 'busy', { status: 529, retryable: true, retryAfterMs: null })
      return { text: 'hi' }
    }
  })()
  const { log, conversation, heard } = await worked(failing)
  for (const entry of log) {
    await conversation.entry(entry)
    if (entry.event.kind === 'turn.started') conversation.delta(delta(model, 1, { type: 'text', text: 'half' }))
    if (entry.event.kind === 'turn.retried') conversation.delta(delta(model, 2, { type: 'text', text: 'h' }))
  }
  expect(heard).toEqual([
    'run hello',
    'text half',
    'warning overloaded: busy; trying again',
    'dropped',
    'text h',
    'landed hi',
    'end completed after 1',
  ])
})

test('it knows when the model was heard last, whatever came', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000 })
  onTestFinished(() => void vi.useRealTimers())
  const { log, conversation } = await worked(() => ({ text: 'hi' }))
  const started = log.find(({ event }) => event.kind === 'turn.started')
  for (const entry of log.slice(0, started?.seq)) await conversation.entry(entry)
  const parts: readonly DeltaPart[] = [
    { type: 'text', text: 'h' },
    { type: 'text', text: 'i' },
    { type: 'call', callId: 'c', name: 'look' },
    { type: 'call-args', callId: 'c', text: '{' },
  ]
  const seen = parts.map((part, n) => {
    vi.setSystemTime(10_000 * (n + 1))
    conversation.delta(delta(model, 1, part, n))
    return conversation.activity
  })
  expect(seen).toEqual([
    { type: 'writing', since: 10_000, heardAt: 10_000 },
    { type: 'writing', since: 10_000, heardAt: 20_000 },
    { type: 'calling', since: 30_000, heardAt: 30_000, name: 'look' },
    { type: 'calling', since: 30_000, heardAt: 40_000, name: 'look' },
  ])
})

test('while it waits to try again it says until when', async () => {
  const { log, conversation } = await worked(
    (() => {
      let asked = 0
      return () => {
        if (asked++ === 0) throw new ModelError('rate-limit', 'slow', { status: 429, retryable: true, retryAfterMs: 9 })
        return {}
      }
    })(),
  )
  const retried = log.find(({ event }) => event.kind === 'turn.retried')
  for (const entry of log.slice(0, retried?.seq)) await conversation.entry(entry)
  expect(conversation.activity).toEqual({
    type: 'retrying',
    since: retried?.at,
    until: (retried?.at ?? 0) + 1,
    reason: 'slow',
  })
})

test('a command of the person is told like a call', async () => {
  const store = openMemoryStore()
  const shell = { run: async () => ({ outcome: 'ok' as const, text: 'files', exitCode: 0 }) }
  const rig = await openRig(
    store,
    fakeModels(() => ({})),
    [],
    { shell },
  )
  await rig.shell('ls')
  await rig.drive()
  const scribe = openScribe()
  const conversation = new Conversation(initialState, openTexts(store.blobs, fakeFormat), async () => '', scribe)
  for (const entry of await rig.log()) await conversation.entry(entry)
  expect(scribe.heard).toEqual([
    expect.stringMatching(/^call \S+ ! ls$/),
    expect.stringMatching(/^ended/),
    'ok ! ls exit 0',
  ])
})

test('calls of a run whose beginning is not recalled have their names, and what is due still streams', async () => {
  const { log, conversation, heard, scribe, texts } = await worked(
    inOrder({ calls: [{ name: 'look' }] }, { text: 'hi' }),
  )
  const secondTurn = log.findLastIndex(({ event }) => event.kind === 'turn.started')
  for (const entry of log.slice(0, secondTurn + 1)) await conversation.entry(entry)
  heard.length = 0
  const joined = new Conversation(conversation.state, texts, async () => '', scribe)
  await joined.recall(
    log.slice(
      log.findIndex(({ event }) => event.kind === 'turn.started'),
      secondTurn + 1,
    ),
  )
  joined.delta(delta('r1/t2/model', 1, { type: 'text', text: 'live' }))
  for (const entry of log.slice(secondTurn + 1)) await joined.entry(entry)
  expect(heard).toEqual([
    'landed -',
    'call r1/t1/c0 look',
    'ended r1/t1/c0',
    'ok look',
    'text live',
    'landed hi',
    'end completed',
  ])
})

test('calls of a run that ended have their names though its beginning is not recalled', async () => {
  const { log, state, heard, scribe, texts } = await worked(inOrder({ calls: [{ name: 'look' }] }, { text: 'hi' }))
  const conversation = new Conversation(state, texts, async () => '', scribe)
  await conversation.recall(log.slice(log.findIndex(({ event }) => event.kind === 'turn.started')))
  expect(heard).toContain('call r1/t1/c0 look')
})
