import { expect, test } from 'vitest'
import { blobBytes } from '../../../remote/gateway/limits.ts'
import { staged } from '../../contract/store-samples.ts'
import { announce, openGatewayRig, ours, theirs, type Answer, type GatewayRig } from './gateway-rig.ts'

const blob = staged(1_000_000)

function ask({ url }: GatewayRig, method: string, ref: string, body?: Uint8Array, key = ours): Promise<Response> {
  const init = { method, headers: { Authorization: `Bearer ${key}` } }
  return fetch(`${url}/v1/blobs/${ref}`, body === undefined ? init : { ...init, body: Buffer.from(body) })
}

test('a blob comes back as it was put, to its tenant alone', async () => {
  const rig = await openGatewayRig()
  expect((await ask(rig, 'PUT', blob.ref, blob.bytes)).status).toBe(204)
  const got = await ask(rig, 'GET', blob.ref)
  expect(Buffer.compare(Buffer.from(await got.arrayBuffer()), blob.bytes)).toBe(0)
  expect((await ask(rig, 'GET', blob.ref, undefined, theirs)).status).toBe(404)
})

test('nothing at all is a blob, too', async () => {
  const rig = await openGatewayRig()
  const none = staged(0)
  expect((await ask(rig, 'PUT', none.ref, none.bytes)).status).toBe(204)
  expect((await (await ask(rig, 'GET', none.ref)).arrayBuffer()).byteLength).toBe(0)
})

test('bytes of another ref are refused and not stored', async () => {
  const rig = await openGatewayRig()
  const put = await ask(rig, 'PUT', staged(5).ref, blob.bytes)
  expect(put.status).toBe(422)
  expect(((await put.json()) as Answer).error?.data).toMatchObject({ code: 'wrong-bytes', ref: staged(5).ref })
  expect(await rig.store.blobs.has([staged(5).ref, blob.ref])).toEqual(new Set())
})

test.each(['nothing', 'sha256:1', encodeURIComponent('../../etc/passwd')])('%s is no ref', async (ref) => {
  const rig = await openGatewayRig()
  expect((await ask(rig, 'GET', ref)).status).toBe(404)
  expect((await ask(rig, 'PUT', ref, blob.bytes)).status).toBe(404)
})

test.each([
  [413, { 'Content-Length': String(blobBytes + 1) }],
  [400, { 'Transfer-Encoding': 'chunked' }],
])('answers %i to a body with %o before reading it', async (status, headers) => {
  const rig = await openGatewayRig()
  const { status: answered } = await announce(`${rig.url}/v1/blobs/${blob.ref}`, 'PUT', headers)
  expect(answered).toBe(status)
})
