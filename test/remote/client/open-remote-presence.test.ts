import { hostname } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemotePresence } from '../../../remote/client/open-remote-presence.ts'
import { attachedHeader } from '../../../remote/gateway/attached-header.ts'
import { Attendance } from '../../../remote/postgres/attendance.ts'
import { newSession, session, withSession } from '../../contract/store-samples.ts'
import { alone, openGatewayRig, ours, theirs } from '../gateway/gateway-rig.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openCuttingProxy } from './cutting-proxy.ts'

/** Two gateways that hear each other. */
async function openTwo() {
  const attendances: Attendance[] = []
  const say = (lines: readonly string[]): void => {
    for (const attendance of attendances) for (const line of lines) attendance.hear(line)
  }
  attendances.push(new Attendance({ say }), new Attendance({ say }))
  const rigs = await Promise.all(attendances.map((attendance) => openGatewayRig({ attendanceOf: alone(attendance) })))
  for (const { call } of rigs)
    for (const key of [ours, theirs]) await call('sessions.create', { session: newSession() }, key)
  return rigs
}

async function connect(url: string, key = ours) {
  const remote = await connectRemote({ url, key })
  onTestFinished(() => remote.close())
  const presence = openRemotePresence(remote)
  const seen: (readonly (string | null)[])[] = []
  onTestFinished(presence.watch(session, (present) => seen.push(present.map(({ terminal }) => terminal))))
  return { remote, presence, seen, join: (terminal: string | null) => presence.join(session, { terminal }) }
}

test('those who are attached are told of each other over two gateways, strangers are not', async () => {
  const [front, back] = await openTwo()
  const [one, other] = [await connect(front?.url ?? ''), await connect(back?.url ?? '')]
  const stranger = await connect(back?.url ?? '', theirs)
  const leave = one.join('pts/1')
  await waitFor(() => expect(other.seen.at(-1)).toEqual(['pts/1']))
  other.join('pts/2')
  for (const { seen } of [one, other]) await waitFor(() => expect(seen.at(-1)).toEqual(['pts/1', 'pts/2']))
  expect(await one.presence.list(session)).toEqual(
    ['pts/1', 'pts/2'].map(
      (terminal) => expect.objectContaining({ terminal, host: hostname(), driving: false }) as object,
    ),
  )
  leave()
  for (const { seen } of [one, other]) await waitFor(() => expect(seen.at(-1)).toEqual(['pts/2']))
  expect(stranger.seen).toEqual([[]])
})

test('whoever is killed is gone, and a broken network that mends tells nobody of leaving', async () => {
  const [front, back] = await openTwo()
  const proxy = await openCuttingProxy(front?.gateway.port ?? 0)
  const [flaky, other] = [await connect(proxy.url), await connect(back?.url ?? '')]
  flaky.join('pts/1')
  await waitFor(() => expect(other.seen.at(-1)).toEqual(['pts/1']))
  const [opened, told] = [proxy.opened(), other.seen.length]
  proxy.cut()
  await waitFor(() => expect(proxy.opened()).toBeGreaterThan(opened))
  await waitFor(() => expect(flaky.seen.length).toBeGreaterThan(1))
  expect(other.seen).toHaveLength(told)
  flaky.remote.close()
  await waitFor(() => expect(other.seen.at(-1)).toEqual([]))
})

test('presence is never in the log, and nobody has to be counted', async () => {
  const { url, store } = await openGatewayRig()
  await withSession(store)
  const { join, seen } = await connect(url)
  join(null)
  await waitFor(() => expect(seen.at(-1)).toEqual([null]))
  expect(await store.log.read(session, 0)).toEqual([])
  expect(await store.sessions.list()).toMatchObject([{ ...newSession(), head: 0, updatedAt: newSession().createdAt }])
})

test('to a session that is not there nobody is attached', async () => {
  const { url } = await openGatewayRig()
  const remote = await connectRemote({ url, key: ours })
  onTestFinished(() => remote.close())
  expect(await openRemotePresence(remote).list(session)).toEqual([])
})

test.each(['', 'x', btoa('{}'), btoa('[{"id":"a"}]'), btoa(JSON.stringify(Array(9).fill({}))), btoa('[null]')])(
  'a header %o names nobody, and is refused',
  async (header) => {
    const { url } = await openGatewayRig()
    const response = await fetch(`${url}/v1/sessions/${session}/events`, {
      headers: { Authorization: `Bearer ${ours}`, [attachedHeader]: header },
    })
    expect(response.status).toBe(400)
  },
)
