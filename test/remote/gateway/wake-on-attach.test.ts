import { expect, test, vi } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { SessionId } from '../../../core/values/ids.ts'
import { openWakeOnAttach } from '../../../remote/gateway/wake-on-attach.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'
import { openRig } from '../../support/host-rig.ts'
import { fakeModels } from '../../support/fake-model.ts'

const [ours, theirs] = ['ours', 'theirs'] as Tenant[] as [Tenant, Tenant]

/** Stores of tenants, each with these sessions that were begun, and whose last command nobody is known to work on. */
async function open(sessions: readonly string[], mostItems?: number) {
  const stores = new Map<Tenant, ReturnType<typeof openMemoryStore>>()
  for (const tenant of [ours, theirs]) {
    const store = openMemoryStore()
    stores.set(tenant, store)
    for (const name of sessions) {
      const rig = await openRig(
        store,
        fakeModels(() => ({ text: 'hi' })),
        [],
        { session: name as SessionId },
      )
      await rig.shell('true')
      await rig.drive()
    }
  }
  const storeOf = (tenant: Tenant) => stores.get(tenant) ?? openMemoryStore()
  const woken: string[] = []
  const failures: unknown[] = []
  const wake = async (tenant: Tenant, session: SessionId) => void woken.push(`${tenant}/${session}`)
  const failed = (error: unknown) => failures.push(error)
  const attach = openWakeOnAttach({ storeOf, wake, failed }, mostItems)
  const look = (session: string, tenant = ours) => attach(tenant, session as SessionId, 'request')
  const store = storeOf(ours)
  return { store, woken, failures, look, loads: vi.spyOn(store.checkpoints, 'load').mockClear() }
}

test('those who attach at once are looked for once, and the next one anew', async () => {
  const { store, look, woken } = await open(['a'])
  const holder = vi.spyOn(store.leases, 'holder').mockClear()
  await Promise.all(Array.from({ length: 20 }, () => look('a')))
  expect(holder).toHaveBeenCalledTimes(1)
  const command = { id: 'late' as never, command: { kind: 'context.compact' } as const }
  await store.inbox.submit('a' as SessionId, command, [])
  await Promise.all([look('a'), look('a'), look('a', theirs)])
  expect([holder.mock.calls.length, woken]).toEqual([2, ['ours/a']])
})

test('a session at rest behind a command of a person is folded once', async () => {
  const { look, loads, woken } = await open(['a'])
  for (let n = 0; n < 5; n++) await look('a')
  expect([loads.mock.calls.length, woken]).toEqual([1, []])
})

test('what was not asked for longest is forgotten first', async () => {
  const { look, loads } = await open(['a', 'b', 'c'], 25)
  const loadsBy = async (session: string) => {
    loads.mockClear()
    await look(session)
    return loads.mock.calls.length
  }
  for (const name of ['a', 'b', 'a']) await loadsBy(name)
  expect([await loadsBy('c'), await loadsBy('a'), await loadsBy('b')]).toEqual([1, 0, 1])
})

test('what fails is told, and the next one looks again', async () => {
  const { store, look, failures } = await open(['a'])
  const error = new Error('away')
  vi.spyOn(store.leases, 'holder').mockRejectedValueOnce(error)
  await look('a')
  await look('a')
  expect(failures).toEqual([error])
})
