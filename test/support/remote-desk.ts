import { randomBytes } from 'node:crypto'
import type { onTestFinished } from 'vitest'
import { openDesk, type Desk } from './cli.ts'
import type { MockProvider } from './mock-provider/mock-provider.ts'
import { freePort } from './free-port.ts'
import { startRole, type RoleProcess } from './role-process.ts'
import type { Surroundings } from './surroundings.ts'

/** Somebody's machine whose sessions are on a server, and that server. */
export interface RemoteDesk extends Desk {
  readonly url: string
  readonly key: string
  /** Runs a command of whoever keeps the server. */
  operator(...args: readonly string[]): ReturnType<Desk['run']>
  /** The processes of the server: one that is both, or one each. */
  readonly gateway: RoleProcess
  readonly worker: RoleProcess
  /** Another worker of the same queue; what is given replaces what the first was given. */
  anotherWorker(env?: NodeJS.ProcessEnv, args?: readonly string[]): Promise<RoleProcess>
}

/** How a server is started. */
export interface ServerWish {
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Worker and gateway as two processes; a worker that says nothing for so many seconds is taken for dead. */
  readonly apart?: { readonly silence: number }
  /** Where commands run on the worker; default: on its own machine, unconfined. */
  readonly sandbox?: string
  /** On top of the environment of the server. */
  readonly env?: NodeJS.ProcessEnv
  /** On top of that, of the worker where it is a process of its own. */
  readonly workerEnv?: NodeJS.ProcessEnv
  /** More arguments of that worker. */
  readonly workerArgs?: readonly string[]
  /** Who ends it all again; default: the end of the test. */
  readonly finished?: typeof onTestFinished
}

/** A desk whose commands go to a gateway. */
export function withRemote(desk: Desk, url: string, key: string): Desk {
  const env = { LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: key }
  return {
    ...desk,
    env: { ...desk.env, ...env },
    start: (args, options = {}) => desk.start(args, { ...options, env: { ...env, ...options.env } }),
    run: (args, options = {}) => desk.run(args, { ...options, env: { ...env, ...options.env } }),
  }
}

/** What a server is told of its surroundings. */
export function serverEnvironment({ postgresUrl, temporal, s3 }: Surroundings, masterKey: string): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    LIGHTSPEED_MASTER_KEY: masterKey,
    LIGHTSPEED_POSTGRES_URL: postgresUrl,
    LIGHTSPEED_S3_BUCKET: s3.bucket,
    LIGHTSPEED_S3_ENDPOINT: s3.endpoint,
    LIGHTSPEED_S3_REGION: s3.region,
    LIGHTSPEED_TEMPORAL_ADDRESS: temporal.address,
  }
}

/** Starts `lightspeed server` and opens a desk whose commands go to it. */
export async function openRemoteDesk(
  { postgresUrl, temporal, s3 }: Surroundings,
  mock: MockProvider,
  { files = {}, apart, sandbox = 'none', env: more = {}, workerEnv = {}, workerArgs = [], finished }: ServerWish = {},
): Promise<RemoteDesk> {
  const office = openDesk({}, mock, finished)
  const masterKey = randomBytes(32).toString('base64')
  const serverEnv = serverEnvironment({ postgresUrl, temporal, s3 }, masterKey)
  const operator = (...args: readonly string[]) => office.run(args, { env: serverEnv })
  const created = await operator('keys', 'create', 'desk', '--json')
  const { key } = JSON.parse(created.stdout) as { readonly key: string }
  for (const provider of ['openai', 'anthropic', 'local'])
    await office.run(['model-keys', 'put', provider], { env: serverEnv, input: `key-of-${provider}` })
  const port = await freePort()
  const start = (args: readonly string[], sign: string, env: NodeJS.ProcessEnv = {}) =>
    startRole(
      {
        args: [
          ...args,
          '--task-queue',
          `queue-${port}`,
          ...(apart === undefined ? [] : ['--silence', String(apart.silence)]),
        ],
        env: { ...serverEnv, ...office.env, ...more, ...env },
        cwd: office.directory,
        sign,
      },
      finished,
    )
  const listens = ['--port', String(port)]
  const works = ['--sandbox', sandbox]
  const gateway =
    apart === undefined
      ? await start(['server', ...listens, ...works], 'listening on')
      : await start(['gateway', ...listens], 'listening on')
  const anotherWorker = (env: NodeJS.ProcessEnv = {}, args: readonly string[] = []) =>
    start(['worker', ...works, ...args], 'working on', env)
  const worker = apart === undefined ? gateway : await anotherWorker(workerEnv, workerArgs)
  const url = `http://127.0.0.1:${port}`
  return {
    ...withRemote(openDesk(files, mock, finished), url, key),
    url,
    key,
    operator,
    gateway,
    worker,
    anotherWorker,
  }
}
