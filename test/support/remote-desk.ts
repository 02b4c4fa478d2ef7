import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { binary, openDesk, type Desk } from './cli.ts'
import type { MockProvider } from './mock-provider/mock-provider.ts'
import { freePort } from './postgres.ts'
import type { TemporalServer } from './temporal.ts'

/** Real servers that a suite has started. */
export interface Surroundings {
  readonly postgresUrl: string
  readonly temporal: Pick<TemporalServer, 'address'>
  readonly s3: { readonly bucket: string; readonly endpoint: string; readonly env: NodeJS.ProcessEnv }
}

/** Somebody's machine whose sessions are on a server, and that server. */
export interface RemoteDesk extends Desk {
  readonly url: string
  readonly key: string
  /** Runs a command of whoever keeps the server. */
  operator(...args: readonly string[]): ReturnType<Desk['run']>
  /** Kills the worker, which is a process of its own then, and starts another. */
  killWorker(): Promise<void>
}

/** How a server is started. */
export interface ServerWish {
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Worker and gateway as two processes; a worker that says nothing for so many seconds is taken for dead. */
  readonly apart?: { readonly silence: number }
}

/** Starts `lightspeed server` and opens a desk whose commands go to it. */
export async function openRemoteDesk(
  { postgresUrl, temporal, s3 }: Surroundings,
  mock: MockProvider,
  { files = {}, apart }: ServerWish = {},
): Promise<RemoteDesk> {
  const office = openDesk({}, mock)
  const masterKey = randomBytes(32).toString('base64')
  const serverEnv = {
    ...s3.env,
    LIGHTSPEED_MASTER_KEY: masterKey,
    LIGHTSPEED_POSTGRES_URL: postgresUrl,
    LIGHTSPEED_S3_BUCKET: s3.bucket,
    LIGHTSPEED_S3_ENDPOINT: s3.endpoint,
    LIGHTSPEED_TEMPORAL_ADDRESS: temporal.address,
  }
  const operator = (...args: readonly string[]) => office.run(args, { env: serverEnv })
  const created = await operator('keys', 'create', 'desk', '--json')
  const { key } = JSON.parse(created.stdout) as { readonly key: string }
  for (const provider of ['openai', 'anthropic', 'local'])
    await office.run(['model-keys', 'put', provider], { env: serverEnv, input: `key-of-${provider}` })
  const port = await freePort()
  const queue = ['--task-queue', `queue-${port}`]
  const start = (args: readonly string[], sign: string) =>
    startRole(office, { ...serverEnv, ...office.env }, [...args, ...queue], sign)
  const startWorker = () => start(['worker', '--sandbox', 'none'], 'working on')
  let worker: Role | null = null
  if (apart === undefined) await start(['server', '--port', String(port), '--sandbox', 'none'], 'listening on')
  else {
    worker = await startWorker()
    await start(['gateway', '--port', String(port), '--silence', String(apart.silence)], 'listening on')
  }
  const url = `http://127.0.0.1:${port}`
  const desk = openDesk(files, mock)
  const env = { LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: key }
  return {
    ...desk,
    env: { ...desk.env, ...env },
    start: (args, options = {}) => desk.start(args, { ...options, env: { ...env, ...options.env } }),
    run: (args, options = {}) => desk.run(args, { ...options, env: { ...env, ...options.env } }),
    url,
    key,
    operator,
    killWorker: async () => {
      if (worker === null) throw new Error('the worker is no process of its own')
      await worker.kill()
      worker = await startWorker()
    },
  }
}

interface Role {
  kill(): Promise<void>
}

async function startRole(office: Desk, env: NodeJS.ProcessEnv, args: readonly string[], sign: string): Promise<Role> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: office.directory,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
      if (said.includes(sign)) resolve()
    })
    void exited.then(() => reject(new Error(`${args[0]} ended:\n${said}`)))
  })
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
