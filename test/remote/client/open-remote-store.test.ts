import { expect, test } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { storeContract } from '../../contract/store-contract.ts'
import {
  alice,
  bytesOf,
  nobodyIsGone,
  request,
  session,
  staged,
  started,
  withSession,
} from '../../contract/store-samples.ts'
import { openGatewayRig, ours } from '../gateway/gateway-rig.ts'
import { withWorkers } from './workers-store.ts'

storeContract('a store behind a gateway over memory', () => {
  const rig = openGatewayRig()
  return async () => {
    const { url, store } = await rig
    return withWorkers(openRemoteStore(await connectRemote({ url, key: ours })), store)
  }
})

async function openStore() {
  const rig = await openGatewayRig()
  const remote = openRemoteStore(await connectRemote({ url: `${rig.url}/`, key: ours }))
  await withSession(remote)
  return { rig, remote }
}

test('what workers do is not done from here', async () => {
  const { remote } = await openStore()
  const refused = { code: 'remote-for-workers' }
  await expect(remote.log.append(request('a'))).rejects.toMatchObject(refused)
  await expect(remote.inbox.settle(session, 'a' as never, null, 0)).rejects.toMatchObject(refused)
  await expect(remote.leases.acquire(session, alice, 1, 1, nobodyIsGone)).rejects.toMatchObject(refused)
  await expect(remote.checkpoints.save(session, { seq: 1, version: 1, state: 1 })).rejects.toMatchObject(refused)
})

test('a long log is read whole, page by page', async () => {
  const { rig, remote } = await openStore()
  const names = Array.from({ length: 2_500 }, (_, index) => `op${index}`)
  for (const name of names) await rig.store.log.append(request(name))
  expect((await remote.log.read(session, 0)).map(({ opId }) => opId)).toEqual(names)
  expect((await remote.log.read(session, 100, 1_500)).map(({ opId }) => opId)).toEqual(names.slice(100, 1_600))
})

test('a log of large entries is read whole, in pages that end by their bytes', async () => {
  const { rig, remote } = await openStore()
  const long = 'é'.repeat(512 * 1024)
  const names = Array.from({ length: 20 }, (_, index) => `op${index}`)
  for (const name of names) await rig.store.log.append(request(name, { events: started(long) }))
  expect((await remote.log.read(session, 0)).map(({ opId }) => opId)).toEqual(names)
  expect((await remote.log.read(session, 3, 15)).map(({ opId }) => opId)).toEqual(names.slice(3, 18))
  const { result } = await rig.call('log.read', { session, after: 0, limit: 1000 })
  expect(result).toHaveLength(8)
})

test('blobs of every size go as they fit: thousands of small ones, some large ones, more of a command than it may have', async () => {
  const { rig, remote } = await openStore()
  const many = [...Array.from({ length: 2_345 }, (_, index) => staged(40, index)), staged(300_000), staged(9_000_000)]
  const distinct = new Map(many.map((blob, index) => [`${index}`, blob]))
  const refs = await remote.blobs.put([...distinct.values()].map(({ bytes }) => bytes))
  expect(refs).toEqual(many.map(({ ref }) => ref))
  expect(await rig.store.blobs.has(refs)).toEqual(new Set(refs))
  const given = Array.from({ length: 150 }, (_, index) => staged(50, index))
  const command = { id: 'c' as never, command: { kind: 'session.rename', name: 'x' } as const }
  await remote.inbox.submit(session, command, [...given, staged(400_000)])
  expect(await rig.store.blobs.has(given.map(({ ref }) => ref))).toEqual(new Set(given.map(({ ref }) => ref)))
  expect(Buffer.compare(await remote.blobs.get(staged(400_000).ref), bytesOf(400_000))).toBe(0)
})

test('a name that can be no id is of no session', async () => {
  const { remote } = await openStore()
  expect(await remote.sessions.get('my session' as never)).toBeNull()
})
