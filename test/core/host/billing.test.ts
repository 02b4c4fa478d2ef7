import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sessionTotals } from '../../../core/machine/view/session-totals.ts'
import { ModelError } from '../../../core/ports/model.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { noUsage } from '../../../core/values/usage.ts'
import { fakeModels, type FakeAnswer } from '../../support/fake-model.ts'
import { openRig, type Rig } from '../../support/host-rig.ts'

const some = { ...noUsage, inputTokens: 7 }
const cut = new ModelError('stream-cut', 'cut', { status: null, retryable: true, retryAfterMs: null })

/** An answer that has begun and does not end. */
const endless = fakeModels((_request, signal, onUsage) => {
  onUsage(some)
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(cut), { once: true }))
})

const kinds = async ({ log }: Rig) => (await log()).map(({ event }) => event.kind)
const submit = (rig: Rig, id: string, command: Parameters<Rig['host']['submit']>[2]) =>
  rig.host.submit(rig.session, id as CommandId, command)
const totals = async ({ host, session }: Rig) => sessionTotals(await host.state(session))

async function asked(models: ReturnType<typeof fakeModels>): Promise<void> {
  const before = models.requests.length
  while (models.requests.length === before) await wait(5)
}

test('an answer that is interrupted is billed before its run ends, once, for what is known of it', async () => {
  const rig = await openRig(openMemoryStore(), endless)
  await rig.ask('go')
  const driving = rig.drive()
  await asked(endless)
  await submit(rig, 'c1', { kind: 'run.cancel', runId: null })
  await submit(rig, 'c2', { kind: 'session.rename', name: 'x' })
  await driving
  const log = await kinds(rig)
  expect(log.filter((kind) => kind === 'turn.billed')).toHaveLength(1)
  expect(log.indexOf('turn.billed')).toBeLessThan(log.indexOf('run.finished'))
  expect(await totals(rig)).toMatchObject({ usage: some, costMicroUsd: 7, isLowerBound: true })
})

test('an attempt that was cut is billed with the retry, or with the failure', async () => {
  const models = fakeModels((_request, _signal, onUsage) => {
    onUsage(some)
    throw cut
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('go')
  await rig.drive()
  expect((await rig.log()).flatMap(({ event }) => ('isLowerBound' in event ? [event.kind] : []))).toEqual([
    'turn.retried',
    'turn.retried',
    'turn.failed',
  ])
  expect(await totals(rig)).toMatchObject({ usage: { inputTokens: 21 }, isLowerBound: true })
})

test('an attempt that nobody billed, and whole answers, leave the account exact', async () => {
  const answers: (() => FakeAnswer)[] = [
    () => {
      throw new ModelError('overloaded', 'busy', { status: 529, retryable: true, retryAfterMs: null })
    },
    () => ({ text: 'fin' }),
  ]
  const rig = await openRig(
    openMemoryStore(),
    fakeModels(() => answers.shift()?.() ?? {}),
  )
  await rig.ask('go')
  await rig.drive()
  expect(await totals(rig)).toMatchObject({ usage: { inputTokens: 10 }, isLowerBound: false })
})

test('a compaction that is taken back is billed', async () => {
  let answers = 0
  const models = fakeModels((_request, signal, onUsage) => {
    if (answers++ === 0) return { text: 'hi' }
    onUsage(some)
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(cut), { once: true }))
  })
  const rig = await openRig(openMemoryStore(), models)
  await rig.ask('go')
  await rig.drive()
  await submit(rig, 'c1', { kind: 'context.compact' })
  const driving = rig.drive()
  await asked(models)
  await submit(rig, 'c2', { kind: 'context.withdraw' })
  await driving
  expect((await kinds(rig)).slice(-2)).toEqual(['context.billed', 'context.withdrawn'])
  expect(await totals(rig)).toMatchObject({ usage: { inputTokens: 17 }, isLowerBound: true })
})

test('a process that leaves says what its call has taken, and the next begins anew', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, endless)
  await rig.ask('go')
  const end = new AbortController()
  const driving = rig.drive(end.signal)
  await asked(endless)
  end.abort()
  expect(await driving).toEqual({ type: 'stopped' })
  expect((await kinds(rig)).at(-1)).toBe('turn.billed')
  const next = await openRig(
    store,
    fakeModels(() => ({ text: 'fin' })),
    [],
    { session: rig.session },
  )
  await next.drive()
  expect(await totals(next)).toMatchObject({ usage: { inputTokens: 17 }, isLowerBound: true })
})

test('a process that died with a call under way leaves a lower bound', async () => {
  const store = openMemoryStore()
  const { release } = store.leases
  store.leases.release = () => Promise.resolve()
  const rig = await openRig(store, endless)
  await rig.ask('go')
  store.leases.release = release
  const end = new AbortController()
  const driving = rig.drive(end.signal)
  await asked(endless)
  const { append } = store.log
  // Nothing reaches the log any more, the lease stays: as if it had been killed.
  store.log.append = () => Promise.reject(new Error('killed'))
  store.leases.release = () => Promise.resolve()
  end.abort()
  await expect(driving).rejects.toThrow('killed')
  store.log.append = append
  store.leases.release = release
  const next = await openRig(
    store,
    fakeModels(() => ({ text: 'fin' })),
    [],
    { session: rig.session },
  )
  await next.drive()
  expect((await next.log()).find(({ event }) => event.kind === 'turn.billed')?.opId).toMatch(/^takeover\//)
  expect(await totals(next)).toMatchObject({ usage: { inputTokens: 10 }, isLowerBound: true })
})
