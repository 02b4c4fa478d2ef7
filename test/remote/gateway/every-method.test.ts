import { expect, test } from 'vitest'
import contract from '../../../docs/schema/gateway.json' with { type: 'json' }
import { rpcBytes } from '../../../remote/gateway/limits.ts'
import { otherSession, session, staged } from '../../contract/store-samples.ts'
import { announce, keyOf, openGatewayRig, ours, revoked, theirs, type Answer } from './gateway-rig.ts'
import { blob, fullRig, right, traces } from './right-params.ts'

const methods = contract.methods.map(({ name }) => name)

test('every method of the contract is tried here', () => {
  expect(Object.keys(right).sort()).toEqual([...methods].sort())
})

test.each(methods)('%s: the right key is answered', async (name) => {
  const { call } = await fullRig()
  expect(await call(name, right[name]?.params)).toHaveProperty('result')
})

const closed: readonly [string, string | null][] = [
  ['no key', null],
  ['an empty key', ''],
  ['something that is no key', 'ls_x'],
  ['a wrong key', keyOf('wrong')],
  ['a revoked key', revoked],
]

test.each(methods.flatMap((name) => closed.map(([what, key]) => [name, what, key] as const)))(
  '%s: %s is answered 401, and nothing changes',
  async (name, _, key) => {
    const rig = await fullRig()
    const before = await traces(rig)
    const response = await rig.post(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: name, params: right[name]?.params }),
      key,
    )
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(((await response.json()) as Answer).error?.data.code).toBe('unauthorized')
    expect(await traces(rig)).toEqual(before)
  },
)

test.each(methods)("%s: another tenant's key sees and changes nothing, as if nothing were there", async (name) => {
  const rig = await fullRig()
  const before = await traces(rig)
  const { result, error } = await rig.call(name, right[name]?.params, theirs)
  const expected = right[name]?.stranger
  if (typeof expected === 'string') expect(error?.data.code).toBe(expected)
  else if (typeof expected === 'object' && expected !== null && !Array.isArray(expected))
    expect(result).toMatchObject(expected)
  else expect(result).toEqual(expected)
  expect(await traces(rig)).toEqual(before)
  // What is really not there is answered alike.
  const missing = await (await openGatewayRig()).call(name, right[name]?.params, theirs)
  const untimed = (answer: Answer) => JSON.stringify(answer).replace(/"now":\d+|"request":"[^"]+"/g, '')
  expect(untimed({ jsonrpc: '2.0', id: 1, ...(error ? { error } : { result }) })).toBe(untimed(missing))
})

test('a body that is too large is answered 413, whatever it asks for', async () => {
  const { url } = await fullRig()
  const { status, answer } = await announce(`${url}/v1/rpc`, 'POST', { 'Content-Length': String(rpcBytes + 1) })
  expect([status, answer.error?.data.code]).toEqual([413, 'too-large'])
})

test.each(methods)('%s: a body that grows too large is answered 413', async (name) => {
  const rig = await openGatewayRig({ rpcBytes: 1_000 })
  const { result, error } = await rig.call(name, { ...right[name]?.params, junk: 'x'.repeat(1_000) })
  expect([result, error?.data.code]).toEqual([undefined, 'too-large'])
  expect((await rig.call('sessions.list', { limit: 1 })).result).toEqual([])
})

test.each(methods)('%s: what is malformed is answered by the numbers of JSON-RPC', async (name) => {
  const rig = await fullRig()
  const before = await traces(rig)
  const good = { jsonrpc: '2.0', id: 1, method: name, params: right[name]?.params }
  const codeOf = async (body: string) => ((await (await rig.post(body)).json()) as Answer).error?.code
  expect(await codeOf(JSON.stringify(good).slice(0, -1))).toBe(-32700)
  expect(await codeOf(JSON.stringify({ ...good, jsonrpc: undefined }))).toBe(-32600)
  expect(await codeOf(JSON.stringify({ ...good, method: `${name}x` }))).toBe(-32601)
  for (const params of [{ ...good.params, extra: 1 }, [], 'x', ...without(good.params ?? {})])
    expect(await codeOf(JSON.stringify({ ...good, params }))).toBe(-32602)
  expect(await traces(rig)).toEqual(before)
})

/** Without each of the required parameters, and with each of another type. */
function without(params: object): readonly object[] {
  return Object.keys(params).flatMap((name) => [
    { ...params, [name]: undefined },
    { ...params, [name]: 1.5 },
    { ...params, [name]: { [otherSession]: 1 } },
  ])
}

const routes: readonly [string, string, number][] = [
  ['GET', `/v1/blobs/${blob.ref}`, 404],
  ['PUT', `/v1/blobs/${blob.ref}`, 204],
  ['GET', `/v1/sessions/${session}/events`, 404],
]

test.each(routes.flatMap(([method, path]) => closed.map(([what, key]) => [method, path, what, key] as const)))(
  '%s %s: %s is answered 401',
  async (method, path, _, key) => {
    const { url } = await fullRig()
    const headers = key === null ? {} : { Authorization: `Bearer ${key}` }
    const body = method === 'PUT' ? { body: Buffer.from(staged(5).bytes) } : {}
    expect((await fetch(`${url}${path}`, { method, headers, ...body })).status).toBe(401)
  },
)

test.each(routes)("%s %s: another tenant's key is answered as if nothing were there", async (method, path, status) => {
  const { url } = await fullRig()
  const body = method === 'PUT' ? { body: Buffer.from(staged(5).bytes) } : {}
  const gone = new AbortController()
  const response = await fetch(`${url}${path}`, {
    ...{ method, signal: gone.signal, headers: { Authorization: `Bearer ${theirs}` } },
    ...body,
  })
  expect(response.status).toBe(status)
  gone.abort()
})

test('the state of the gateway is told to everybody', async () => {
  const { url } = await openGatewayRig()
  expect([(await fetch(`${url}/healthz`)).status, (await fetch(`${url}/readyz`)).status]).toEqual([200, 200])
  const unready = await openGatewayRig({ isReady: () => Promise.reject(new Error('no database')) })
  expect([(await fetch(`${unready.url}/healthz`)).status, (await fetch(`${unready.url}/readyz`)).status]).toEqual([
    200, 503,
  ])
  expect((await fetch(`${url}/v1/nothing`, { headers: { Authorization: `Bearer ${ours}` } })).status).toBe(404)
})
