import { expect, onTestFinished, test } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { aliveHeader } from '../../../remote/gateway/alive-header.ts'
import { newSession, session, withSession } from '../../contract/store-samples.ts'
import { openGatewayRig, ours } from '../gateway/gateway-rig.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openCuttingProxy } from './cutting-proxy.ts'

test('that a gateway is away is told once, and that it is back; a stream that is opened anew at once tells nobody', async () => {
  const rig = await openGatewayRig()
  await withSession(rig.store)
  const proxy = await openCuttingProxy(rig.gateway.port)
  const remote = await connectRemote({ url: proxy.url, key: ours })
  onTestFinished(() => remote.close())
  const told: boolean[] = []
  let changes = 0
  remote.feed(session).link((isHere) => told.push(isHere))
  remote.feed(session).watch(() => (changes += 1))
  await waitFor(() => expect(changes).toBe(1))
  proxy.cut()
  await waitFor(() => expect(changes).toBe(2))
  expect(told).toEqual([])
  proxy.refuse(true)
  proxy.cut()
  await waitFor(() => expect(told).toEqual([false]))
  proxy.refuse(false)
  await waitFor(() => expect(told).toEqual([false, true]))
})

test('of a session that is removed those who watch are told, and the gateway is asked no more; it is there', async () => {
  const rig = await openGatewayRig({ keepAliveMs: 20 })
  await withSession(rig.store)
  const proxy = await openCuttingProxy(rig.gateway.port)
  const remote = await connectRemote({ url: proxy.url, key: ours })
  onTestFinished(() => remote.close())
  const feed = remote.feed(session)
  const told: boolean[] = []
  const counted: number[] = []
  let changes = 0
  feed.link((isHere) => told.push(isHere))
  feed.count((attached) => counted.push(attached.length))
  feed.join({ id: 'me', host: 'h', pid: 1, startedAt: '1', terminal: null, since: 1 })
  feed.watch(() => (changes += 1))
  await waitFor(() => expect(counted).toEqual([1]))
  proxy.refuse(true)
  proxy.cut()
  await waitFor(() => expect(told).toEqual([false]))
  await rig.store.sessions.remove(session)
  const before = changes
  proxy.refuse(false)
  await waitFor(() => expect(told).toEqual([false, true]))
  await waitFor(() => expect([counted.at(-1), changes]).toEqual([0, before + 1]))
  // Until it is there again.
  await openRemoteStore(remote).sessions.create(newSession())
  await waitFor(() => expect(counted.at(-1)).toBe(1))
})

test.each([
  ['', '15000'],
  ['?alive=2000', '2000'],
  ['?alive=1', '1000'],
  ['?alive=99999', '15000'],
])('a stream with %j shows every %s ms that it lives, and says so', async (query, expected) => {
  const rig = await openGatewayRig()
  await withSession(rig.store)
  const leaving = new AbortController()
  const headers = { Authorization: `Bearer ${ours}` }
  const url = `${rig.url}/v1/sessions/${session}/events${query}`
  const { headers: said } = await fetch(url, { headers, signal: leaving.signal })
  leaving.abort()
  expect(said.get(aliveHeader)).toBe(expected)
})
