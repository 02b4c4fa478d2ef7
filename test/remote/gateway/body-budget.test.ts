import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { openBodyBudget } from '../../../remote/gateway/body-budget.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'
import { staged } from '../../contract/store-samples.ts'
import { waitFor } from '../../support/wait-for.ts'
import { openGatewayRig, ours, theirs, type Answer, type GatewayRig } from './gateway-rig.ts'

const [one, other, third] = ['one', 'other', 'third'] as readonly string[] as [Tenant, Tenant, Tenant]

test('bytes are set aside until they are given back, half of all for one tenant', () => {
  const budget = openBodyBudget(100)
  const release = budget.take(one, 30)
  budget.take(one, 20)
  expect(() => budget.take(one, 1)).toThrow('too much is being sent')
  budget.take(other, 50)
  expect(() => budget.take(third, 1)).toThrow('too much is being sent')
  release()
  release()
  budget.take(third, 30)
  expect(() => budget.take(one, 1)).toThrow('too much is being sent')
})

/** Says that so much is coming, and sends hardly any of it. */
async function sendSlowly({ gateway }: GatewayRig, path: string, length: number, key = ours) {
  const socket = connect(gateway.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let answer = ''
  socket.on('data', (bytes) => (answer += bytes.toString()))
  socket.on('error', () => undefined)
  const [method, end = ''] = path.split(' ')
  socket.write(
    `${method} ${end} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{`,
  )
  await once(socket, 'connect')
  return { answer: () => answer, stop: () => socket.destroy() }
}

test.each(['POST /v1/rpc', `PUT /v1/blobs/${staged(5).ref}`])(
  'many slow bodies of %s: those that there is no room for are told to come again, and there is room when others went',
  async (path) => {
    const rig = await openGatewayRig({ heldBytes: 1_000_000 })
    const slow = await Promise.all(Array.from({ length: 20 }, () => sendSlowly(rig, path, 200_000)))
    const refused = () => slow.filter(({ answer }) => answer() !== '')
    // Blobs that wait for those before them are not begun to be read, and answered later.
    const expected = path.startsWith('PUT') ? 2 : 18
    await waitFor(() => expect(refused().length).toBeGreaterThanOrEqual(expected))
    for (const { answer } of refused())
      expect(answer()).toMatch(/^HTTP\/1\.1 503 [^]*Retry-After: 1\r\n[^]*"code":"busy"/i)
    expect(slow.length - refused().length).toBeGreaterThanOrEqual(2)
    expect(((await (await rig.post('x'.repeat(150_000))).json()) as Answer).error?.data.code).toBe('busy')
    // Another tenant has room of its own.
    expect((await rig.call('info', {}, theirs)).result).toMatchObject({ tenant: 'theirs' })
    for (const { stop } of slow) stop()
    await waitFor(async () =>
      expect(await rig.call('info', { junk: 'x'.repeat(490_000) })).toMatchObject({ error: { code: -32602 } }),
    )
  },
)

test('a client that is told to come again does so by itself', async () => {
  const rig = await openGatewayRig({ heldBytes: 1_000_000 })
  const blobs = openRemoteStore(await connectRemote({ url: rig.url, key: ours })).blobs
  const slow = await sendSlowly(rig, 'POST /v1/rpc', 490_000)
  const { bytes, ref } = staged(300_000)
  const asked = new Promise<void>((resolve) => setTimeout(resolve, 100))
  const putting = blobs.put([bytes, ...[1, 2, 3].map((fill) => staged(50_000, fill).bytes)])
  await asked
  expect(await rig.store.blobs.has([ref])).toEqual(new Set())
  slow.stop()
  await putting
  expect(await rig.store.blobs.has([ref])).toEqual(new Set([ref]))
})
