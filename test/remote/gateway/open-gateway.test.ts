import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { followRemote } from '../../../remote/client/follow-remote.ts'
import { PostgresUnreachableError } from '../../../remote/postgres/errors.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'
import { request, session, withSession } from '../../contract/store-samples.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openCuttingProxy } from '../client/cutting-proxy.ts'
import { openGatewayRig, ours, type Answer } from './gateway-rig.ts'

const away = () => new PostgresUnreachableError('db', 'ECONNREFUSED', null)

test('every answer names its request, errors and the log of the gateway do so, too', async () => {
  const failed = vi.fn()
  const rig = await openGatewayRig({ failed, wake: () => Promise.reject(new Error('no Temporal')) })
  await withSession(rig.store)
  const headers = { Authorization: `Bearer ${ours}`, 'X-Request-Id': 'of-the-proxy' }
  const named = await fetch(`${rig.url}/v1/nothing`, { headers })
  expect(named.headers.get('X-Request-Id')).toBe('of-the-proxy')
  expect(((await named.json()) as Answer).error?.data.request).toBe('of-the-proxy')
  const evil = await fetch(`${rig.url}/healthz`, { headers: { 'X-Request-Id': 'a b "c"' } })
  expect(evil.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
  const params = { session, id: 'a', command: { kind: 'session.rename', name: 'x' }, blobs: [] }
  const { error } = await rig.call('inbox.submit', params)
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'not-woken' }), error?.data.request)
})

test('a person is told the name of a request that failed behind the gateway', async () => {
  const rig = await openGatewayRig()
  vi.spyOn(rig.store.sessions, 'list').mockRejectedValue(new Error('a defect'))
  const { sessions } = openRemoteStore(await connectRemote({ url: rig.url, key: ours }))
  await expect(sessions.list()).rejects.toThrow(/its log says why \(request [0-9a-f-]{36}\)$/)
})

test('a gateway is not ready while servers behind it are away or say nothing, and is again when they are back', async () => {
  let state: 'there' | 'away' | 'silent' = 'there'
  const isReady = () => {
    if (state === 'silent') return new Promise<void>(() => undefined)
    return state === 'there' ? Promise.resolve() : Promise.reject(away())
  }
  const { url } = await openGatewayRig({ isReady, readyMs: 20 })
  const status = async (path: string) => (await fetch(`${url}${path}`)).status
  for (const [now, expected] of [
    ['there', 200],
    ['away', 503],
    ['silent', 503],
    ['there', 200],
  ] as const) {
    state = now
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, expected])
  }
})

test('a stream outlasts a database that is away when it is opened again', async () => {
  let isAway = false
  let refused = 0
  const find = async () => {
    if (isAway) throw (refused++, away())
    return 'ours' as Tenant
  }
  const rig = await openGatewayRig({ keys: { find } })
  await withSession(rig.store)
  await rig.store.log.append(request('a'))
  const proxy = await openCuttingProxy(rig.gateway.port)
  const remote = await connectRemote({ url: proxy.url, key: ours })
  const gone = new AbortController()
  const seqs: number[] = []
  const following = (async () => {
    for await (const { seq } of followRemote(remote, session, 0, gone.signal)) seqs.push(seq)
  })()
  await waitFor(() => expect(seqs).toEqual([1]))
  isAway = true
  // What was found lately counts for a while.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)
  proxy.cut()
  await waitFor(() => expect(refused).toBeGreaterThan(0))
  isAway = false
  await rig.store.log.append(request('b'))
  await waitFor(() => expect(seqs).toEqual([1, 2]))
  gone.abort()
  await following
})

test('clients of a gateway that closes go on at another, without a gap', async () => {
  const first = await openGatewayRig()
  const second = await openGatewayRig({ storeOf: () => first.store })
  await withSession(first.store)
  const proxy = await openCuttingProxy(first.gateway.port)
  const remote = await connectRemote({ url: proxy.url, key: ours })
  const gone = new AbortController()
  const seqs: number[] = []
  const following = (async () => {
    for await (const { seq } of followRemote(remote, session, 0, gone.signal)) seqs.push(seq)
  })()
  let appended = 0
  const append = () => first.store.log.append(request(`op${appended++}`))
  await append()
  await waitFor(() => expect(seqs).toHaveLength(1))
  proxy.to(second.gateway.port)
  const closing = first.gateway.close()
  for (let n = 0; n < 20; n++) await append()
  await closing
  await append()
  await waitFor(() => expect(seqs).toEqual(Array.from({ length: 22 }, (_, index) => index + 1)))
  gone.abort()
  await following
})

test('no other page may use a gateway from a browser', async () => {
  const { url } = await openGatewayRig()
  const asked = await fetch(`${url}/v1/rpc`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'POST' },
  })
  expect(asked.status).toBe(401)
  expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

test('whoever asks whether to send a body is answered before it sends one that is too large', async () => {
  const { url } = await openGatewayRig({ rpcBytes: 1000 })
  const ask = async (sizeBytes: number) => {
    const headers = { Authorization: `Bearer ${ours}`, Expect: '100-continue', 'Content-Length': sizeBytes }
    const request = httpRequest(`${url}/v1/rpc`, { method: 'POST', headers })
    let isSent = false
    request.on('continue', () => {
      isSent = true
      request.end(' '.repeat(sizeBytes))
    })
    request.flushHeaders()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const answer = await text(response)
    request.destroy()
    return { isSent, status: response.statusCode, answer }
  }
  expect(await ask(1001)).toEqual({ isSent: false, status: 413, answer: expect.stringContaining('too-large') })
  expect(await ask(1000)).toMatchObject({ isSent: true, status: 200 })
})
