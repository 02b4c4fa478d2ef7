import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Connection } from '@temporalio/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { reachTemporal } from '../../../cli/remote/reach-temporal.ts'
import type { TemporalPlace } from '../../../cli/remote/server-flags.ts'
import { connectionOptions } from '../../../remote/temporal/connection-options.ts'
import { hasServers, serversSuffix, startSurroundings } from '../../support/surroundings.ts'

const place = (address: string, more: Partial<TemporalPlace> = {}): TemporalPlace => ({
  ...{ address, namespace: 'default', tls: false, apiKey: null, taskQueue: 'sessions', silenceMs: 15_000 },
  ...more,
})

/** What a connection says first. */
async function firstBytes(more: Partial<TemporalPlace>): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const lazy = Connection.lazy({ ...connectionOptions(place(`127.0.0.1:${port}`, more)), connectTimeout: 100 })
  const connecting = lazy.ensureConnected().catch(() => undefined)
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  await connecting
  await lazy.close()
  return bytes.subarray(0, 3).toString('latin1')
}

test('Temporal is spoken to in the clear, or with TLS where that is wanted', async () => {
  expect(await firstBytes({})).toBe('PRI')
  // The beginning of a handshake.
  expect(await firstBytes({ tls: true })).toMatch(/^\x16\x03/)
  expect(await firstBytes({ tls: true, apiKey: 'key' })).toMatch(/^\x16\x03/)
})

describe.skipIf(!hasServers)(`a real server${serversSuffix}`, () => {
  const surroundings = startSurroundings()

  test('a namespace that is not there is named, with what makes it', async () => {
    const { address } = (await surroundings()).temporal
    await (await reachTemporal(Connection, place(address))).close()
    const reaching = reachTemporal(Connection, place(address, { namespace: 'nowhere' }))
    await expect(reaching).rejects.toMatchObject({ code: 'temporal-namespace' })
    await expect(reaching).rejects.toThrow(/has no namespace nowhere: .*--namespace/)
  })
})
