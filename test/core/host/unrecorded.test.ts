import { expect, onTestFinished, test, vi } from 'vitest'
import { driveStretch, type Unrecorded } from '../../../core/host/index.ts'
import { ModelError } from '../../../core/ports/model.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { ToolResult } from '../../../core/ports/tool.ts'
import { S3RefusedError } from '../../../remote/s3/errors.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { fakeTool, openRig } from '../../support/host-rig.ts'

const never = new AbortController().signal
const ok: ToolResult = { text: 'done', outcome: 'ok' }
const callOnce = (name: string) =>
  fakeModels(({ items }) => (items.length === 1 ? { calls: [{ name }] } : { text: 'fin' }))

/** A store that refuses results of calls for as long as it is ill. */
function illStore() {
  const store = openMemoryStore()
  const health = { isIll: true, refused: Promise.withResolvers<null>() }
  const { append } = store.log
  store.log.append = async (request) => {
    if (!health.isIll || !request.events.some(({ kind }) => kind === 'tool.finished'))
      return append.call(store.log, request)
    health.refused.resolve(null)
    throw new S3RefusedError('there', 'AccessDenied', null)
  }
  return { store, health }
}

test('a call under way, a result that could not be stored and an answer of a model are told apart', async () => {
  const { store, health } = illStore()
  const begun = Promise.withResolvers<null>()
  const done = Promise.withResolvers<ToolResult>()
  const act = fakeTool('act', 'opaque', () => {
    begun.resolve(null)
    return done.promise
  })
  const asked = Promise.withResolvers<null>()
  const answer = Promise.withResolvers<null>()
  const models = fakeModels(async ({ items }) => {
    if (items.length > 1) return { text: 'fin' }
    asked.resolve(null)
    await answer.promise
    return { calls: [{ name: 'act' }] }
  })
  const rig = await openRig(store, models, [act])
  await rig.ask('go')
  const ending = new AbortController()
  let look: (() => Unrecorded) | undefined
  const driving = driveStretch(rig.session, rig.ports, ending.signal, never, async () => undefined, {
    watched: (unrecorded) => (look = unrecorded),
  })
  await asked.promise
  expect(look?.()).toEqual({ results: 0, calls: 0, answers: 1 })
  answer.resolve(null)
  await begun.promise
  expect(look?.()).toEqual({ results: 0, calls: 1, answers: 0 })
  done.resolve(ok)
  await health.refused.promise
  expect(look?.()).toEqual({ results: 1, calls: 0, answers: 0 })
  ending.abort()
  expect(await driving).toEqual({ type: 'stopped' })
  expect(look?.()).toEqual({ results: 1, calls: 0, answers: 0 })
})

test('what may be done again is no loss', async () => {
  const { store, health } = illStore()
  const rig = await openRig(store, callOnce('look'), [fakeTool('look', 'pure', () => Promise.resolve(ok))])
  await rig.ask('go')
  const ending = new AbortController()
  let look: (() => Unrecorded) | undefined
  const driving = driveStretch(rig.session, rig.ports, ending.signal, never, async () => undefined, {
    watched: (unrecorded) => (look = unrecorded),
  })
  await health.refused.promise
  ending.abort()
  await driving
  expect(look?.()).toEqual({ results: 0, calls: 0, answers: 0 })
})

test('a worker that is to end soon tries once more at once to store what it keeps', async () => {
  const { store, health } = illStore()
  const act = fakeTool('act', 'opaque', () => Promise.resolve(ok))
  const rig = await openRig(store, callOnce('act'), [act])
  await rig.ask('go')
  const soon = new AbortController()
  // Nothing but `soon` wakes it: the pause behind a refusal does not end.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const driving = driveStretch(rig.session, rig.ports, never, soon.signal, async () => undefined)
  await health.refused.promise
  health.isIll = false
  soon.abort()
  expect(await driving).toEqual({ type: 'yielded' })
})

test('a model that is to be asked later is left to the next driver, and nothing is lost with it', async () => {
  const busy = new ModelError('overloaded', 'busy', { status: 529, retryable: true, retryAfterMs: null })
  const models = fakeModels(() => {
    throw busy
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('go')
  const soon = new AbortController()
  const waits = Promise.withResolvers<null>()
  const sleep: typeof rig.ports.clock.sleep = (ms, signal) => {
    if (ms > 0) waits.resolve(null)
    return rig.ports.clock.sleep(ms, signal)
  }
  const later = { ...models, retryDelay: () => 3_600_000 }
  const ports = { ...rig.ports, models: later, clock: { ...rig.ports.clock, sleep } }
  let look: (() => Unrecorded) | undefined
  const drive = () =>
    driveStretch(rig.session, ports, never, soon.signal, async () => undefined, {
      watched: (unrecorded) => (look = unrecorded),
    })
  expect(await drive()).toEqual({ type: 'yielded' })
  const waiting = drive()
  await waits.promise
  expect(look?.()).toEqual({ results: 0, calls: 0, answers: 0 })
  soon.abort()
  expect(await waiting).toEqual({ type: 'yielded' })
  expect(models.requests).toHaveLength(1)
})

test('a model whose window cannot be read yet is left to the next driver, too', async () => {
  const store = openMemoryStore()
  const models = fakeModels(() => ({ text: 'fin' }))
  const rig = await openRig(store, models)
  await rig.ask('go')
  store.blobs.get = () => Promise.reject(new S3RefusedError('there', 'AccessDenied', null))
  const soon = new AbortController()
  const hindered = Promise.withResolvers<null>()
  const driving = driveStretch(rig.session, rig.ports, never, soon.signal, async () => undefined, {
    stalled: (hindrance) => hindrance !== null && hindered.resolve(null),
  })
  await hindered.promise
  soon.abort()
  expect(await driving).toEqual({ type: 'yielded' })
  expect(models.requests).toEqual([])
})
