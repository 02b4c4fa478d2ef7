import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ModelError } from '../../../core/ports/model.ts'
import type { ToolResult } from '../../../core/ports/tool.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { StoredEntry } from '../../../core/log/entry.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig, type Rig } from '../../support/host-rig.ts'

const ok: ToolResult = { text: 'done', outcome: 'ok' }
const kinds = (log: readonly StoredEntry[]) => log.map(({ event }) => event.kind)
const texts = (items: readonly unknown[]) => items.map((item) => (item as { text: string }).text)

async function lastOutcome({ host, session }: Rig) {
  return (await host.state(session)).run.last?.outcome
}

/** Answers with one call of `name`, then with text. */
const callOnce = (name: string) =>
  fakeModels(({ items }) => (items.length === 1 ? { calls: [{ name }] } : { text: 'fin' }))

test('a request is worked until the session is idle', async () => {
  const models = callOnce('look')
  const rig = await openRig(openMemoryStore(), models, [fakeTool('look', 'pure', () => Promise.resolve(ok))])
  await rig.ask('hello')
  expect(await rig.drive()).toEqual({ type: 'idle' })
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
  expect(texts(models.requests[1]?.items ?? [])).toEqual(['hello', '', 'done'])
})

test('a turn with a tool takes two appends', async () => {
  const rig = await openRig(openMemoryStore(), callOnce('look'), [fakeTool('look', 'pure', () => Promise.resolve(ok))])
  await rig.ask('hello')
  await rig.drive()
  const ops = [...new Set((await rig.log()).map(({ opId }) => opId))]
  expect(ops).toEqual(['cmd/create', expect.stringContaining('cmd/ask'), 'r1/t1/model', 'r1/t1/c0', 'r1/t2/model'])
})

test('a failure that may pass is tried again, and each attempt is a fact', async () => {
  let calls = 0
  const models = fakeModels(() => {
    if (++calls < 3) throw new ModelError('overloaded', 'busy', { status: 529, retryable: true, retryAfterMs: null })
    return { text: 'fin' }
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('hello')
  await rig.drive()
  expect(kinds(await rig.log()).filter((kind) => kind === 'turn.retried')).toHaveLength(2)
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
})

test('a final failure fails the run, and the session goes on', async () => {
  let calls = 0
  const models = fakeModels(() => {
    if (++calls === 1) throw new ModelError('auth', 'bad key', { status: 401, retryable: false, retryAfterMs: null })
    return { text: 'fin' }
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('hello')
  await rig.drive()
  expect(await lastOutcome(rig)).toEqual({ type: 'failed', code: 'auth', message: 'bad key' })
  await rig.ask('again')
  await rig.drive()
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
  expect(texts(models.requests[1]?.items ?? [])).toEqual(['hello', 'again'])
})

test('a failure that is not waited out says how long the provider asks to wait', async () => {
  const models = fakeModels(() => {
    throw new ModelError('rate-limit', 'too many', { status: 429, retryable: false, retryAfterMs: 599_500 })
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('hello')
  await rig.drive()
  const message = 'too many; the provider asks to wait 600 s'
  expect(await lastOutcome(rig)).toEqual({ type: 'failed', code: 'rate-limit', message })
})

test('a refusal fails the run and its words stay out of the window', async () => {
  const models = fakeModels(({ items }) =>
    items.length === 1 ? { text: 'no', stop: 'refusal' as const } : { text: 'fin' },
  )
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('hello')
  await rig.drive()
  expect(await lastOutcome(rig)).toEqual({ type: 'failed', code: 'refusal', message: 'the model refused: no' })
  await rig.ask('again')
  await rig.drive()
  expect(texts(models.requests[1]?.items ?? [])).toEqual(['hello', 'again'])
})

test('an unknown tool and a tool with a defect are results, not ends', async () => {
  const models = fakeModels(({ items }) =>
    items.length === 1 ? { calls: [{ name: 'nope' }, { name: 'broken' }] } : { text: 'fin' },
  )
  const rig = await openRig(openMemoryStore(), models, [
    fakeTool('broken', 'pure', () => Promise.reject(new Error('bug'))),
  ])
  await rig.ask('hello')
  await rig.drive()
  expect(texts(models.requests[1]?.items ?? []).slice(2)).toEqual(['no tool nope', expect.stringContaining('bug')])
})

test('a cancelled run stops its tool and settles every call', async () => {
  const models = fakeModels(() => ({ calls: [{ name: 'slow' }, { name: 'slow' }] }))
  const slow = fakeTool('slow', 'opaque', async (signal) => {
    await wait(60_000, undefined, { signal })
    return ok
  })
  const rig = await openRig(openMemoryStore(), models, [slow])
  await rig.ask('hello')
  const driving = rig.drive()
  while (!kinds(await rig.log()).includes('tool.started')) await wait(5)
  await rig.host.submit(rig.session, 'stop' as never, { kind: 'run.cancel', runId: null })
  expect(await driving).toEqual({ type: 'idle' })
  expect(await lastOutcome(rig)).toEqual({ type: 'cancelled' })
  const outcomes = (await rig.log()).flatMap(({ event }) => (event.kind === 'tool.finished' ? [event.outcome] : []))
  expect(outcomes).toEqual(['cancelled', 'cancelled'])
})

test('a result that arrives while commands are taken in is not worked for again, and not left behind', async () => {
  const store = openMemoryStore()
  let answer: (() => void) | null = null
  const models = fakeModels(() => new Promise((resolve) => (answer = () => resolve({ text: 'fin' }))))
  const rig = await openRig(store, models)
  const { pending } = store.inbox
  store.inbox.pending = async (session) => {
    const found = await pending.call(store.inbox, session)
    answer?.()
    answer = null
    await wait(5)
    return found
  }
  await rig.ask('hello')
  const driving = rig.drive()
  while (models.requests.length === 0) await wait(1)
  await rig.host.submit(rig.session, 'name' as never, { kind: 'session.rename', name: 'n' })
  expect(await driving).toEqual({ type: 'idle' })
  expect(models.requests).toHaveLength(1)
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
})

test('the wall clock ends a run whose model never answers', async () => {
  const never = fakeModels(
    (_request, signal) =>
      new Promise((_resolve, fail) => signal.addEventListener('abort', () => fail(new Error('aborted')))),
  )
  const rig = await openRig(openMemoryStore(), never)
  await rig.ask('hello', { wallClockMs: 30 })
  await rig.drive()
  expect(await lastOutcome(rig)).toEqual({ type: 'limit', limit: 'wall-clock' })
})

test('steering sent while a tool runs reaches the next answer', async () => {
  const models = callOnce('look')
  const rig: Rig = await openRig(openMemoryStore(), models, [
    fakeTool('look', 'pure', async () => {
      const steer = { kind: 'run.steer' as const, ...(await steering(rig)) }
      await rig.host.submit(rig.session, 'steer' as never, steer)
      await wait(20)
      return ok
    }),
  ])
  await rig.ask('hello')
  await rig.drive()
  expect(texts(models.requests[1]?.items ?? [])).toEqual(['hello', '', 'done', 'hello'])
})

async function steering({ log }: Rig) {
  const requested = (await log()).flatMap(({ event }) => (event.kind === 'run.requested' ? [event] : []))[0]
  if (requested === undefined) throw new Error('nothing was requested')
  return { input: requested.input, limits: requested.limits }
}

test('a driver that is stopped leaves a log from which the next one finishes the run', async () => {
  const store = openMemoryStore()
  let starts = 0
  const hang = fakeTool('hang', 'opaque', async (signal) => {
    starts++
    await wait(60_000, undefined, { signal })
    return ok
  })
  const models = fakeModels(({ items }) => (items.length === 1 ? { calls: [{ name: 'hang' }] } : { text: 'fin' }))
  const rig = await openRig(store, models, [hang])
  await rig.ask('hello')
  const controller = new AbortController()
  const driving = rig.drive(controller.signal)
  while (!kinds(await rig.log()).includes('tool.started')) await wait(5)
  controller.abort()
  expect(await driving).toEqual({ type: 'stopped' })
  expect(await rig.drive()).toEqual({ type: 'idle' })
  expect(starts).toBe(1)
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
  expect(texts(models.requests.at(-1)?.items ?? [])[2]).toContain('Its outcome is unknown')
})

test('while one process drives, another is told who does, and its command is not lost', async () => {
  const store = openMemoryStore()
  const models = callOnce('look')
  const first = await openRig(store, models, [fakeTool('look', 'pure', () => wait(50).then(() => ok))])
  const second = await openRig(store, models, [], { session: first.session, pid: process.ppid })
  await first.ask('hello')
  const driving = first.drive()
  while (kinds(await first.log()).length < 4) await wait(1)
  expect(await second.drive()).toMatchObject({ type: 'held', owner: { pid: process.pid } })
  const id = await second.ask('me too')
  expect(await second.host.settled(second.session, id, new AbortController().signal)).toEqual({ status: 'accepted' })
  await driving
  expect(kinds(await first.log()).filter((kind) => kind === 'run.finished')).toHaveLength(2)
})

test('many sessions are driven at once in one process', async () => {
  const store = openMemoryStore()
  const models = callOnce('look')
  const tools = [fakeTool('look', 'pure', () => wait(5).then(() => ok))]
  const rigs = await Promise.all(Array.from({ length: 20 }, () => openRig(store, models, tools)))
  await Promise.all(rigs.map((rig) => rig.ask('hello').then(() => rig.drive())))
  for (const rig of rigs) expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
})

test('following sees every entry once, those from before and those to come', async () => {
  const rig = await openRig(openMemoryStore(), callOnce('look'), [fakeTool('look', 'pure', () => Promise.resolve(ok))])
  const controller = new AbortController()
  const seen: number[] = []
  const following = (async () => {
    for await (const { seq, event } of rig.host.follow(rig.session, 0, controller.signal)) {
      seen.push(seq)
      if (event.kind === 'run.finished') controller.abort()
    }
  })()
  await rig.ask('hello')
  await rig.drive()
  await following
  expect(seen).toEqual(seen.map((_, index) => index + 1))
})

test('a state is the same from a checkpoint and from the whole log', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, callOnce('look'), [fakeTool('look', 'pure', () => Promise.resolve(ok))])
  await rig.ask('hello')
  await rig.drive()
  const checkpoint = await store.checkpoints.load(rig.session)
  expect(checkpoint?.seq).toBe(await store.log.head(rig.session))
  const fromCheckpoint = await rig.host.state(rig.session)
  await store.checkpoints.save(rig.session, { seq: 0, version: -1, state: null })
  expect(await rig.host.state(rig.session)).toEqual(fromCheckpoint)
})

test('an overflow is compacted by a summary and the run goes on', async () => {
  const models = fakeModels(({ items, tools }) => {
    if (tools.length === 0) return { text: 'a summary' }
    if (texts(items)[0]?.includes('a summary') === true) return { text: 'fin' }
    throw new ModelError('context-overflow', 'too long', { status: 400, retryable: false, retryAfterMs: null })
  })
  const rig = await openRig(openMemoryStore(), models, [fakeTool('look', 'pure', () => Promise.resolve(ok))])
  await rig.ask('hello')
  await rig.drive()
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
  expect(texts(models.requests.at(-1)?.items ?? [])).toEqual([expect.stringContaining('a summary'), 'hello'])
})

test('an overflow that cannot be summarised drops the older items and says so', async () => {
  let dropped = false
  const models = fakeModels(({ items }) => {
    dropped = texts(items)[0]?.includes('dropped') === true
    if (dropped) return { text: 'fin' }
    throw new ModelError('context-overflow', 'too long', { status: 400, retryable: false, retryAfterMs: null })
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('hello')
  await rig.drive()
  expect(dropped).toBe(true)
  expect(await lastOutcome(rig)).toEqual({ type: 'completed' })
})

test('a driver that waits for its own run hands the next one over untouched', async () => {
  const store = openMemoryStore()
  let looks = 0
  const look = fakeTool('look', 'opaque', () => Promise.resolve({ ...ok, text: String(++looks) }))
  const rig = await openRig(
    store,
    fakeModels(({ items }) =>
      texts(items).at(-1)?.startsWith('ask') === true ? { calls: [{ name: 'look' }] } : { text: 'fin' },
    ),
    [look],
  )
  const first = await rig.ask('ask one')
  await rig.ask('ask two')
  expect(await rig.host.settled(rig.session, first, new AbortController().signal)).toEqual({ status: 'accepted' })
  expect((await rig.host.state(rig.session)).run).toMatchObject({ last: { runId: 'r1' }, active: { runId: 'r2' } })
  expect(looks).toBe(1)
  await rig.drive()
  expect(looks).toBe(2)
  expect(kinds(await rig.log())).not.toContain('tool.lost')
})

test('a command is settled as soon as it is decided, also while this process drives on', async () => {
  const working = Promise.withResolvers<null>()
  const begun = Promise.withResolvers<null>()
  const slow = fakeTool('slow', 'opaque', async () => {
    begun.resolve(null)
    await working.promise
    return { ...ok, text: 'done' }
  })
  const rig = await openRig(openMemoryStore(), callOnce('slow'), [slow])
  await rig.ask('work')
  const driving = rig.drive()
  await begun.promise
  const id = 'other' as CommandId
  await rig.host.submit(rig.session, id, { kind: 'session.rename', name: 'renamed' })
  expect(await rig.host.settled(rig.session, id, new AbortController().signal)).toEqual({ status: 'accepted' })
  working.resolve(null)
  await driving
})
