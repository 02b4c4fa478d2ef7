import { expect, test, vi } from 'vitest'
import { keyLifeMs, openKeyRing } from '../../../remote/gateway/key-ring.ts'
import type { KeyHearing } from '../../../remote/gateway/keys.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'
import { keyOf } from './gateway-rig.ts'

const header = (name: string) => `Bearer ${keyOf(name)}`

function openRig() {
  const tenants = new Map(['one', 'two'].map((name) => [keyOf(name), name as Tenant]))
  const find = vi.fn(async (key: string) => tenants.get(key) ?? null)
  const told: { hearing: KeyHearing | null } = { hearing: null }
  const time = { now: 0 }
  const watch = (hearing: KeyHearing) => {
    told.hearing = hearing
    return () => (told.hearing = null)
  }
  const ring = openKeyRing({ find, watch }, () => time.now)
  return { ring, find, tenants, told, time }
}

test('a key is looked up once for as long as it counts', async () => {
  const { ring, find, time } = openRig()
  expect(await Promise.all([1, 2, 3].map(() => ring.tenantOf(header('one'))))).toEqual(['one', 'one', 'one'])
  time.now = keyLifeMs - 1
  await ring.tenantOf(header('one'))
  expect(find).toHaveBeenCalledTimes(1)
  time.now = keyLifeMs
  await ring.tenantOf(header('one'))
  expect(find).toHaveBeenCalledTimes(2)
})

test('a key that was revoked unheard of opens nothing once its time is over', async () => {
  const { ring, tenants, time } = openRig()
  await ring.tenantOf(header('one'))
  tenants.clear()
  expect(await ring.tenantOf(header('one'))).toBe('one')
  expect(await ring.look(header('one'))).toBeNull()
  time.now = keyLifeMs
  expect(await ring.tenantOf(header('one'))).toBeNull()
})

test('a key opens nothing from when it is told that it was revoked, also while it is looked up; others do', async () => {
  const { ring, find, tenants, told } = openRig()
  const ended = vi.fn()
  ring.whenRevoked(header('one'), ended)
  const stop = ring.whenRevoked(header('one'), () => expect.unreachable())
  stop()
  await ring.tenantOf(header('two'))
  const asked = ring.tenantOf(header('one'))
  tenants.delete(keyOf('one'))
  told.hearing?.revoked('one'.padEnd(10, '0'))
  expect(await asked).toBe('one')
  expect(await ring.tenantOf(header('one'))).toBeNull()
  expect(ended).toHaveBeenCalledTimes(1)
  await ring.tenantOf(header('two'))
  expect(find.mock.calls.filter(([key]) => key === keyOf('two'))).toHaveLength(1)
})

test('what may have been missed is looked up', async () => {
  const { ring, find, told } = openRig()
  await ring.tenantOf(header('one'))
  told.hearing?.missed()
  await ring.tenantOf(header('one'))
  expect(find).toHaveBeenCalledTimes(2)
  ring.close()
  expect(told.hearing).toBeNull()
})

test('neither a wrong key nor a failure is remembered', async () => {
  const { ring, find, tenants } = openRig()
  expect(await ring.tenantOf(header('new'))).toBeNull()
  tenants.set(keyOf('new'), 'new' as Tenant)
  expect(await ring.tenantOf(header('new'))).toBe('new')
  find.mockRejectedValueOnce(new Error('no database'))
  await expect(ring.tenantOf(header('one'))).rejects.toThrow('no database')
  expect(await ring.tenantOf(header('one'))).toBe('one')
})

test('no more keys are remembered than there is room for', async () => {
  const { ring, find, tenants } = openRig()
  const names = Array.from({ length: 10_001 }, (_, index) => `k${index}`)
  for (const name of names) tenants.set(keyOf(name), 'many' as Tenant)
  for (const name of names) await ring.tenantOf(header(name))
  find.mockClear()
  await ring.tenantOf(header('k10000'))
  await ring.tenantOf(header('k0'))
  expect(find.mock.calls).toEqual([[keyOf('k0')]])
})
