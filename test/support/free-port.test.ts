import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from './free-port.ts'

test('a port is given once, is none that the system gives by itself, and none that somebody listens on', async () => {
  const first = await freePort()
  const server = createServer().listen(first + 1, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const more = await Promise.all([freePort(), freePort(), freePort()])
  expect(new Set([first, (server.address() as AddressInfo).port, ...more]).size).toBe(5)
  for (const port of more) expect(port).toBeLessThan(32_768)
})
