import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connectRemote } from '../../../remote/client/connect-remote.ts'
import { openRemotePresence } from '../../../remote/client/open-remote-presence.ts'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { session, withSession } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from '../postgres/no-large-blobs.ts'
import { openCuttingProxy } from './cutting-proxy.ts'

const server = startPostgres()
const script = fileURLToPath(new URL('../../support/process/gateway.ts', import.meta.url))

async function startGateway(url: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, ['--experimental-transform-types', '--no-warnings', script, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, port: Number(said.toString()) }
}

test('of a gateway that is killed no ghosts stay, and those who come back by another never left', async () => {
  const url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true })
  onTestFinished(() => postgres.close())
  const { key } = await postgres.keys.create(tenant('ours'), 'test')
  await withSession(postgres.store(tenant('ours'), noLargeBlobs))
  const [doomed, staying] = await Promise.all([startGateway(url), startGateway(url)])
  const attach = async (port: number, name: string) => {
    const proxy = await openCuttingProxy(port)
    const remote = await connectRemote({ url: proxy.url, key })
    onTestFinished(() => remote.close())
    const presence = openRemotePresence(remote)
    const told: (string | null)[][] = []
    presence.watch(session, (present) => told.push(present.map(({ terminal }) => terminal).sort()))
    presence.join(session, { terminal: name })
    return { told, proxy }
  }
  const watcher = await attach(staying.port, 'watcher')
  const moving = await attach(doomed.port, 'moving')
  const ghost = await attach(doomed.port, 'ghost')
  const within = (expected: readonly string[]) =>
    vi.waitFor(() => expect(watcher.told.at(-1)).toEqual(expected), { timeout: 30_000 })
  await within(['ghost', 'moving', 'watcher'])
  const before = watcher.told.length
  ghost.proxy.refuse(true)
  moving.proxy.to(staying.port)
  doomed.child.kill('SIGKILL')
  await within(['moving', 'watcher'])
  expect(watcher.told.slice(before).filter((names) => !names.includes('moving'))).toEqual([])
}, 60_000)
