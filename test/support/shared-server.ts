import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, type onTestFinished } from 'vitest'
import { openPostgres, type Postgres } from '../../remote/postgres/open-postgres.ts'
import { tenant } from '../../remote/postgres/tenant.ts'
import { openModelKeys } from '../../remote/secrets/model-keys.ts'
import { openDesk, type Desk } from './cli.ts'
import type { MockProvider } from './mock-provider/mock-provider.ts'
import { startModelRouter, type ModelRouter } from './model-router.ts'
import { freePort } from './free-port.ts'
import { serverEnvironment, withRemote } from './remote-desk.ts'
import { startRole } from './role-process.ts'
import { startSurroundings } from './surroundings.ts'

/** One server that all tests of a suite share; each desk is a tenant of its own, with models of its own. */
export interface SharedServer {
  openDesk(
    files?: Readonly<Record<string, string | Uint8Array>>,
    mock?: Pick<MockProvider, 'url'>,
    finished?: typeof onTestFinished,
  ): Promise<Desk>
}

interface Started {
  readonly url: string
  readonly postgres: Postgres
  readonly masterKey: Buffer
  readonly router: ModelRouter
}

/** Starts a server for the suite that calls it, and stops it behind it. Its commands run unconfined. */
export function startSharedServer(): SharedServer {
  const surroundings = startSurroundings()
  const undo: (() => Promise<unknown>)[] = []
  let started: Started | null = null
  let desks = 0
  beforeAll(async () => {
    const around = await surroundings()
    const masterKey = randomBytes(32)
    const postgres = await openPostgres({ url: around.postgresUrl, migrates: true, connections: 2 })
    undo.push(() => postgres.close())
    const router = await startModelRouter()
    undo.push(() => router.close())
    const finished: typeof onTestFinished = (stop) => void undo.push(async () => stop({} as never))
    const office = openDesk({}, router, finished)
    const port = await freePort()
    await startRole(
      {
        args: ['server', '--port', String(port), '--sandbox', 'none', '--task-queue', `queue-${port}`],
        env: { ...serverEnvironment(around, masterKey.toString('base64')), ...office.env },
        cwd: office.directory,
        sign: 'listening on',
      },
      finished,
    )
    started = { url: `http://127.0.0.1:${port}`, postgres, masterKey, router }
  })
  afterAll(async () => {
    for (const step of undo.reverse()) await step()
  })
  return {
    openDesk: async (files, mock, finished) => {
      if (started === null) throw new Error('the server was not started')
      const { url, postgres, masterKey, router } = started
      const owner = tenant(`desk-${++desks}`)
      const { key } = await postgres.keys.create(owner, 'desk')
      const modelKeys = openModelKeys(postgres.database, owner, () => Promise.resolve(masterKey))
      const modelKey = `key-of-${owner}`
      if (mock !== undefined) {
        router.route(modelKey, mock.url)
        for (const provider of ['openai', 'anthropic', 'local']) await modelKeys.put(provider, modelKey)
      }
      return withRemote(openDesk(files, mock, finished), url, key)
    },
  }
}
