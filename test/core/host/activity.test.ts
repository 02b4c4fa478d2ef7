import { spawnSync } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { readActivity, thisProcess } from '../../../core/host/index.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { CommandId } from '../../../core/values/ids.ts'
import { fakeModels } from '../../support/fake-model.ts'
import { openRig } from '../../support/host-rig.ts'
import { waitFor } from '../../support/wait-for.ts'

const idle = { status: 'idle', driver: null, activeRun: null, queued: 0 }
const hanging = () =>
  fakeModels(
    (_request, signal) => new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('x')))),
  )

test('a session is idle, then abandoned with what is asked of it, running while it is driven, and idle again', async () => {
  const store = openMemoryStore()
  let finish: () => void = () => undefined
  const may = new Promise<void>((resolve) => (finish = resolve))
  const rig = await openRig(
    store,
    fakeModels(() => may.then(() => ({ text: 'fin' }))),
  )
  const activity = () => readActivity(store, rig.session)
  expect(await activity()).toEqual(idle)
  await rig.ask('one')
  await rig.ask('two')
  expect(await activity()).toEqual({ ...idle, status: 'abandoned', queued: 2 })
  const driving = rig.drive()
  await waitFor(async () =>
    expect(await activity()).toEqual({ status: 'running', driver: thisProcess(), activeRun: 'r1', queued: 1 }),
  )
  finish()
  await driving
  expect(await activity()).toEqual(idle)
})

test('a session whose driver died is abandoned in its run', async () => {
  const store = openMemoryStore()
  const rig = await openRig(store, hanging())
  await rig.ask('hello')
  const end = new AbortController()
  onTestFinished(() => end.abort())
  const driving = rig.drive(end.signal)
  await waitFor(async () => expect((await readActivity(store, rig.session)).activeRun).toBe('r1'))
  end.abort()
  await driving
  const { pid } = spawnSync('true')
  await store.leases.acquire(rig.session, { ...thisProcess(), pid, startedAt: '1' }, Date.now(), 600_000, () => false)
  expect(await readActivity(store, rig.session)).toEqual({ ...idle, status: 'abandoned', activeRun: 'r1' })
})

test('a new name is nothing that waits for a driver, before and after it is taken in', async () => {
  const store = openMemoryStore()
  const rig = await openRig(
    store,
    fakeModels(() => ({ text: 'fin' })),
  )
  await rig.ask('hello')
  await rig.drive()
  await rig.host.submit(rig.session, 'name' as CommandId, { kind: 'session.rename', name: 'n' })
  expect(await readActivity(store, rig.session)).toEqual(idle)
  expect(await rig.host.wantsDriver(rig.session)).toBe(true)
  await rig.drive()
  expect(await readActivity(store, rig.session)).toEqual(idle)
  expect(await rig.host.wantsDriver(rig.session)).toBe(false)
})
