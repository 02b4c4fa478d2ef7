import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { createLeanFetch } from '../../../../core/models/http/lean-fetch.ts'

const servers: Server[] = []
const fetch = createLeanFetch({ env: {} })

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

async function readAll(body: unknown): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('a request and its answer travel as they are', async () => {
  const { url } = await serve((request, response) => {
    void readAll(request).then((body) => {
      response.writeHead(201, { 'x-request-id': 'r1' })
      response.end(JSON.stringify({ method: request.method, key: request.headers['x-key'], body }))
    })
  })
  const response = await fetch(`${url}/p?q=1`, { method: 'POST', headers: { 'X-Key': 'k' }, body: 'grüß' })
  expect([response.status, response.ok, response.url]).toEqual([201, true, `${url}/p?q=1`])
  expect(response.headers.get('X-Request-Id')).toBe('r1')
  expect(Object.fromEntries(response.headers.entries())).toMatchObject({ 'x-request-id': 'r1' })
  expect(await response.json()).toEqual({ method: 'POST', key: 'k', body: 'grüß' })
})

test('the body is readable while it still comes', async () => {
  let finish = (): void => {}
  const { url } = await serve((_request, response) => {
    response.write('one')
    finish = () => response.end('two')
  })
  const chunks = (await fetch(url)).body as unknown as AsyncIterable<Uint8Array>
  const seen: string[] = []
  for await (const chunk of chunks) {
    seen.push(Buffer.from(chunk).toString())
    finish()
  }
  expect(seen).toEqual(['one', 'two'])
})

test('a connection is used again after a body was read to its end, and after it was left at its end', async () => {
  const ports = new Set<number | undefined>()
  const { url } = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    response.write('data: [DONE]\n\n')
    setTimeout(() => response.end(), 5)
  })
  await (await fetch(url)).text()
  for await (const _ of (await fetch(url)).body as unknown as AsyncIterable<Uint8Array>) break
  await sleep(30)
  await (await fetch(url)).text()
  expect(ports.size).toBe(1)
})

test('a body that is left and does not end is closed', async () => {
  let closed = false
  const { url } = await serve((request, response) => {
    request.socket.once('close', () => (closed = true))
    response.write('for ever')
  })
  for await (const _ of (await fetch(url)).body as unknown as AsyncIterable<Uint8Array>) break
  await expect.poll(() => closed, { timeout: 3000 }).toBe(true)
})

test('a body that nobody began to read can be cancelled', async () => {
  let closed = false
  const { url } = await serve((request, response) => {
    request.socket.once('close', () => (closed = true))
    response.write('for ever')
  })
  const body = (await fetch(url)).body as unknown as AsyncIterable<Uint8Array>
  await body[Symbol.asyncIterator]().return?.()
  await expect.poll(() => closed, { timeout: 3000 }).toBe(true)
})

test('an abort before the head throws its reason and closes the connection', async () => {
  let closed = false
  const { url } = await serve((request) => void request.socket.once('close', () => (closed = true)))
  const control = new AbortController()
  setTimeout(() => control.abort(), 20)
  await expect(fetch(url, { signal: control.signal })).rejects.toMatchObject({ name: 'AbortError' })
  await expect.poll(() => closed).toBe(true)
})

test('an abort inside the body throws its reason and closes the connection', async () => {
  let closed = false
  const { url } = await serve((request, response) => {
    request.socket.once('close', () => (closed = true))
    response.write('begun')
  })
  const control = new AbortController()
  const response = await fetch(url, { signal: control.signal })
  setTimeout(() => control.abort(), 20)
  await expect(response.text()).rejects.toMatchObject({ name: 'AbortError' })
  await expect.poll(() => closed).toBe(true)
})

test('an abort that came before the call sends nothing', async () => {
  let asked = 0
  const { url } = await serve((_request, response) => {
    asked += 1
    response.end()
  })
  await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  expect(asked).toBe(0)
})

test('no connection keeps the code of Node and names the host', async () => {
  const { url, server } = await serve(() => {})
  server.close()
  await expect(fetch(url)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
    message: expect.stringMatching(/127\.0\.0\.1/),
  })
  await expect(fetch(`http://${'a'.repeat(64)}/`)).rejects.toMatchObject({
    code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
  })
})

test('a reset before the head, inside the body, and a body that stops short are connection errors', async () => {
  const { url } = await serve((request, response) => {
    if (request.url === '/head') return void request.socket.resetAndDestroy()
    response.write('begun')
    setTimeout(() => (request.url === '/reset' ? request.socket.resetAndDestroy() : request.socket.end()), 10)
  })
  await expect(fetch(`${url}/head`)).rejects.toMatchObject({ code: 'ECONNRESET' })
  for (const path of ['reset', 'short']) {
    const response = await fetch(`${url}/${path}`)
    await expect(response.text()).rejects.toMatchObject({ code: 'ECONNRESET', name: 'ConnectionError' })
  }
})

test('a connection that does not come about in time is given up', async () => {
  const hasty = createLeanFetch({ env: {}, connectTimeoutMs: 30 })
  // Speaks no TLS, so the handshake never ends.
  const mute = createTcpServer(() => {}).listen(0, '127.0.0.1')
  await once(mute, 'listening')
  const { port } = mute.address() as AddressInfo
  await expect(hasty(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  mute.close()
})

test('a redirect is an error that names the place, and nothing is sent there', async () => {
  const asked: (string | undefined)[] = []
  const { url } = await serve((request, response) => {
    asked.push(request.url)
    response.writeHead(308, { location: 'https://elsewhere.example/v1' }).end()
  })
  await expect(fetch(url, { method: 'POST', body: '{}' })).rejects.toMatchObject({
    code: 'redirected',
    message: expect.stringMatching(/elsewhere\.example.*base URL/),
  })
  expect(asked).toEqual(['/'])
})

test('compression is not asked for, and refused where it comes all the same', async () => {
  const asked: unknown[] = []
  const { url } = await serve((request, response) => {
    asked.push(request.headers['accept-encoding'])
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
  })
  await expect(fetch(url)).rejects.toMatchObject({ code: 'response-compressed' })
  expect(asked).toEqual(['identity'])
})

test('a line or a body beyond the limit stops the reading', async () => {
  const { url } = await serve((request, response) => {
    response.end(request.url === '/line' ? 'x'.repeat(2000) : 'x\n'.repeat(2000))
  })
  const tight = createLeanFetch({ env: {}, maxLineBytes: 1000, maxBodyBytes: 3000 })
  const line = await tight(`${url}/line`)
  await expect(line.text()).rejects.toMatchObject({ code: 'response-too-large', what: 'line' })
  const body = await tight(`${url}/body`)
  await expect(body.text()).rejects.toMatchObject({ code: 'response-too-large', what: 'body' })
})

test('an address that is not http is refused with what to do', async () => {
  await expect(fetch('ftp://example.org')).rejects.toThrow(/base URL must begin with http/)
})

test('a proxy of the environment carries http requests, except for NO_PROXY', async () => {
  const { url } = await serve((_request, response) => response.end('direct'))
  const proxied: (string | undefined)[] = []
  const proxy = await serve((request, response) => {
    proxied.push(request.url)
    response.end('by proxy')
  })
  const through = createLeanFetch({ env: { HTTP_PROXY: proxy.url } })
  expect(await (await through('http://provider.example/v1')).text()).toBe('by proxy')
  expect(proxied).toEqual(['http://provider.example/v1'])
  const except = createLeanFetch({ env: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } })
  expect(await (await except(url)).text()).toBe('direct')
})

test('a proxy of the environment is asked for a tunnel to an https provider', async () => {
  const tunnels: (string | undefined)[] = []
  const proxy = await serve(() => {})
  proxy.server.on('connect', (request, socket) => {
    tunnels.push(request.url)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  const through = createLeanFetch({ env: { https_proxy: proxy.url } })
  await expect(through('https://provider.example/v1')).rejects.toMatchObject({ name: 'ConnectionError' })
  expect(tunnels).toEqual(['provider.example:443'])
})

test('one process answers many requests at once', async () => {
  const { url } = await serve((request, response) => setTimeout(() => response.end(request.url), 5))
  const answers = await Promise.all(Array.from({ length: 40 }, async (_, i) => (await fetch(`${url}/${i}`)).text()))
  expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => `/${i}`))
})

test('idle connections do not keep a process alive', async () => {
  const { url } = await serve((_request, response) => response.end('x'))
  const module = new URL('../../../../core/models/http/lean-fetch.ts', import.meta.url).href
  const script = `
    import { createLeanFetch } from '${module}'
    const response = await createLeanFetch({ env: {} })('${url}')
    console.log(await response.text(), process.moduleLoadList.some((name) => name.includes('undici/undici')))
  `
  const flags = ['--experimental-transform-types', '--no-warnings', '--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { timeout: 4000 })
  expect(stdout).toBe('x false\n')
})
