import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemoteStore } from '../../../remote/client/open-remote-store.ts'
import { Wire } from '../../../remote/client/wire.ts'
import { contractVersion } from '../../../remote/gateway/contract.ts'
import { rename, session, withSession } from '../../contract/store-samples.ts'
import { freePort } from '../../support/free-port.ts'
import { keyOf, openGatewayRig, ours } from '../gateway/gateway-rig.ts'
import { openCuttingProxy } from './cutting-proxy.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A server that answers as told. */
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const answeringInfo = (info: object) =>
  answering((_, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: info }))
  })

test('where nobody listens is said so, with the address', async () => {
  const url = `http://127.0.0.1:${await freePort()}`
  const connecting = connectRemote({ url, key: ours, patienceMs: 0 })
  await expect(connecting).rejects.toMatchObject({ code: 'remote-unreachable' })
  await expect(connecting).rejects.toThrow(`the gateway at ${url} does not answer (ECONNREFUSED)`)
})

test('a gateway that hangs is asked by a second connection, and then given up', async () => {
  let count = 0
  const url = await answering(() => void (count += 1))
  const connecting = connectRemote({ url, key: ours, quickMs: 50, patienceMs: 10 })
  await expect(connecting).rejects.toMatchObject({ code: 'remote-unreachable' })
  expect(count).toBe(2)
})

test.each(['', 'gateway', 'gateway:80', 'file:///etc/passwd', 'http://'])('%o is no address', async (url) => {
  await expect(connectRemote({ url, key: ours })).rejects.toMatchObject({ code: 'remote-address' })
})

test('neither a password in an address nor a key that no header carries is sent, or said', async () => {
  const url = 'http://127.0.0.1:9'
  const refused = (options: { url: string; key: string }) => connectRemote(options).catch((error: unknown) => error)
  for (const address of ['http://me:geheim@127.0.0.1:9', 'http://127.0.0.1:9/geheim', 'http://me:geheim@:9']) {
    const error = await refused({ url: address, key: ours })
    expect(error).toMatchObject({ code: 'remote-address', message: expect.not.stringContaining('geheim') })
  }
  for (const key of ['ls_ge\nheim', 'ls_geheim€', ''])
    expect(await refused({ url, key })).toMatchObject({
      code: 'remote-key',
      message: expect.not.stringContaining('heim'),
    })
})

test('a key that opens nothing is said so, with what to do', async () => {
  const { url } = await openGatewayRig()
  const connecting = connectRemote({ url, key: keyOf('wrong') })
  await expect(connecting).rejects.toMatchObject({ code: 'remote-key' })
  await expect(connecting).rejects.toThrow('ask whoever runs it for another one')
})

test.each([
  [contractVersion + 1, 'upgrade lightspeed here'],
  [contractVersion - 1, 'have the gateway upgraded'],
])('a gateway of contract %i is not spoken to', async (contract, advice) => {
  const url = await answeringInfo({ contract, version: '9.9.9', tenant: 'ours' })
  const connecting = connectRemote({ url, key: ours })
  await expect(connecting).rejects.toMatchObject({ code: 'remote-version' })
  await expect(connecting).rejects.toThrow(advice)
})

test.each<[string, RequestListener]>([
  ['a page', (_, response) => response.end('<html>welcome</html>')],
  ['a missing page', (_, response) => response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>')],
  ['other JSON', (_, response) => response.setHeader('Content-Type', 'application/json').end('{"error":"no"}')],
])('what answers with %s is no gateway', async (_, listener) => {
  const url = await answering(listener)
  await expect(connectRemote({ url, key: ours })).rejects.toMatchObject({ code: 'remote-no-gateway' })
})

test('a proxy whose gateway is away for a moment is asked again', async () => {
  let asked = 0
  const url = await answering((_, response) => {
    asked += 1
    if (asked < 3) return void response.writeHead(502, { 'Content-Type': 'text/html' }).end('Bad Gateway')
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ result: { contract: contractVersion, version: '1', tenant: 'ours' } }))
  })
  expect((await connectRemote({ url, key: ours })).info.tenant).toBe('ours')
  expect(asked).toBe(3)
})

test('a key is not sent on to where somebody redirects', async () => {
  const seen: (string | undefined)[] = []
  const elsewhere = await answering((request, response) => {
    seen.push(request.headers.authorization)
    response.end()
  })
  const url = await answering((_, response) => response.writeHead(307, { Location: elsewhere }).end())
  await expect(connectRemote({ url, key: ours, patienceMs: 0 })).rejects.toMatchObject({ code: 'remote-unreachable' })
  expect(seen).toEqual([])
})

const speaking = async (text: string) => {
  const server = createTcpServer((socket) => {
    tries += 1
    socket.on('error', () => undefined)
    socket.on('data', () => socket.end(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}
let tries = 0

test.each<[string, () => Promise<string>, RegExp]>([
  ['a port of another protocol', async () => 'http://127.0.0.1:6000', /its port belongs to another protocol/],
  [
    'TLS where there is none',
    async () => `https://127.0.0.1:${await speaking('HTTP/1.1 400 Bad\r\n\r\n')}`,
    /not speak TLS/,
  ],
  [
    'no HTTP',
    async () => `http://127.0.0.1:${await speaking('SSH-2.0-OpenSSH_9\r\n')}`,
    /does not speak HTTP; try https/,
  ],
  [
    'a redirect',
    () =>
      answering((_, response) => {
        tries += 1
        response.writeHead(301, { Location: 'https://me:geheim@elsewhere.example.com/v1' }).end()
      }),
    /: it redirects to https:\/\/elsewhere\.example\.com, where the API key is not sent/,
  ],
])('%s does not heal: it is said at once what it is', async (_, address, words) => {
  tries = 0
  const error: unknown = await connectRemote({ url: await address(), key: ours }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'remote-unreachable', message: expect.stringMatching(words) })
  expect(tries).toBeLessThanOrEqual(1)
})

test(
  'a client hears from the gateway that its database is silent, before it takes the network for dead',
  { timeout: 60_000 },
  async () => {
    const never = () => new Promise<never>(() => undefined)
    const locked = await openGatewayRig({ keys: { find: never } })
    const connecting = connectRemote({ url: locked.url, key: ours })
    const { url } = await openGatewayRig({ commands: never })
    const remote = await connectRemote({ url, key: ours })
    await expect(remote.rpc('workers.describe', {})).rejects.toMatchObject({ code: 'store-silent' })
    await expect(connecting).rejects.toMatchObject({ code: 'store-silent' })
  },
)

test('what breaks in the middle is sent again, and done once', async () => {
  const rig = await openGatewayRig()
  const proxy = await openCuttingProxy(rig.gateway.port)
  const store = openRemoteStore(await connectRemote({ url: proxy.url, key: ours }))
  await withSession(rig.store)
  proxy.cut()
  proxy.cutAfter(20)
  const submitting = store.inbox.submit(session, rename('a'), [])
  await waitFor(() => expect(rig.woken.length).toBeGreaterThan(1))
  proxy.cutAfter(Infinity)
  await submitting
  expect(await rig.store.inbox.pending(session)).toEqual([rename('a')])
})

test('what is stored while no worker can be told of it counts as stored, and they are told as soon as that can be', async () => {
  let asked = 0
  let isAway = true
  const rig = await openGatewayRig({
    wake: async () => {
      asked += 1
      if (isAway) throw new Error('no Temporal')
    },
  })
  await withSession(rig.store)
  const remote = await connectRemote({ url: rig.url, key: ours })
  const store = openRemoteStore(remote)
  await store.inbox.submit(session, rename('a'), [])
  expect(asked).toBe(1)
  expect(remote.unwoken.has(session)).toBe(true)
  await store.inbox.submit(session, rename('b'), [])
  // Once for each, and again for one of them.
  await waitFor(() => expect(asked).toBeGreaterThan(3))
  isAway = false
  await waitFor(() => expect(remote.unwoken.has(session)).toBe(false))
  expect(await rig.store.inbox.pending(session)).toEqual([rename('a'), rename('b')])
  const before = asked
  isAway = true
  await store.inbox.submit(session, rename('c'), [])
  await store.close()
  await waitFor(() => expect(remote.unwoken.has(session)).toBe(false))
  expect(asked).toBe(before + 1)
})

test('a server that takes a request and says nothing is given up', async () => {
  const url = await answering(() => undefined)
  const sending = new Wire({ url, key: ours, patienceMs: 0 }).send('/v1/rpc', { timeoutMs: 50 })
  await expect(sending).rejects.toMatchObject({ code: 'remote-unreachable' })
})

test('one that says nothing, for longer than our patience, is asked once more: we may have slept meanwhile', async () => {
  let isFirst = true
  const url = await answering((_, response) => {
    if (!isFirst) response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
    isFirst = false
  })
  const wire = new Wire({ url, key: ours, patienceMs: 20 })
  expect((await wire.send('/v1/rpc', { timeoutMs: 100 })).status).toBe(200)
})

test('an answer that breaks off behind its head is asked for again', async () => {
  let isFirst = true
  const url = await answering((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '2' })
    if (isFirst) response.write('{', () => response.destroy())
    else response.end('{}')
    isFirst = false
  })
  const response = await new Wire({ url, key: ours }).send('/v1/rpc')
  expect(await response.text()).toBe('{}')
})
