import { text, option, toggle } from '../args/flag.ts'
import type { FlagValues } from '../args/flag.ts'
import type { TemporalAccess } from '../../remote/temporal/connection-options.ts'
import { UsageError } from '../errors.ts'

/** Where the sessions of a server are kept; each also has a variable, which keeps secrets off the command line. */
export const storeFlags = {
  postgres: text({
    helpValue: 'URL',
    description: 'postgres://user:password@host:port/database; or LIGHTSPEED_POSTGRES_URL',
  }),
  's3-bucket': text({ helpValue: 'NAME', description: 'bucket of large blobs; or LIGHTSPEED_S3_BUCKET' }),
  's3-endpoint': text({
    helpValue: 'URL',
    description: "of a server that speaks S3 and is not Amazon's; or LIGHTSPEED_S3_ENDPOINT",
  }),
  's3-region': text({
    helpValue: 'NAME',
    description: 'region of the bucket; or LIGHTSPEED_S3_REGION; default: as for other tools of AWS',
  }),
  blobs: text({
    helpValue: 'DIR',
    exclusive: ['s3-bucket'],
    description: 'directory of large blobs, where all roles share a machine; or LIGHTSPEED_BLOBS',
  }),
} as const

/** Where Temporal is. */
export const temporalFlags = {
  temporal: text({
    helpValue: 'HOST:PORT',
    default: '127.0.0.1:7233',
    description: 'address of Temporal; or LIGHTSPEED_TEMPORAL_ADDRESS',
  }),
  namespace: text({
    helpValue: 'NAME',
    default: 'default',
    description: 'namespace of Temporal; or LIGHTSPEED_TEMPORAL_NAMESPACE',
  }),
  'task-queue': text({
    helpValue: 'NAME',
    default: 'sessions',
    description: 'queue that workers take sessions from; or LIGHTSPEED_TASK_QUEUE',
  }),
  'temporal-tls': toggle({
    description: 'reach Temporal with TLS, as with LIGHTSPEED_TEMPORAL_API_KEY; or LIGHTSPEED_TEMPORAL_TLS=1',
  }),
  silence: option(readCount, {
    helpValue: 'SECONDS',
    default: '15',
    description:
      'a worker that says nothing for so long is taken for dead; the same for all roles; or LIGHTSPEED_SILENCE',
  }),
} as const

/** Where a gateway listens. */
export const gatewayFlags = {
  port: option(readPort, {
    helpValue: 'PORT',
    default: '8230',
    description: 'port that the gateway listens on; or LIGHTSPEED_LISTEN_PORT',
  }),
  host: text({
    helpValue: 'ADDRESS',
    default: '127.0.0.1',
    description:
      'address that the gateway listens on; encryption is left to a proxy in front of it; or LIGHTSPEED_LISTEN_HOST',
  }),
} as const

/** Where a server keeps things, from flags or the environment. */
export interface StorePlace {
  readonly postgresUrl: string
  readonly blobs:
    | {
        readonly type: 's3'
        readonly bucket: string
        readonly endpoint: string | null
        readonly region: string | null
      }
    | { readonly type: 'files'; readonly directory: string }
}

/** @throws UsageError */
export function readPostgresUrl(flags: { readonly postgres: string | null }, env: NodeJS.ProcessEnv): string {
  const url = flags.postgres ?? env['LIGHTSPEED_POSTGRES_URL']
  if (!url) throw new UsageError('where is Postgres? give --postgres URL or set LIGHTSPEED_POSTGRES_URL')
  // Without what was given, which may hold a password.
  if (!/^postgres(ql)?:\/\/./.test(url))
    throw new UsageError('that is no address of Postgres: it looks like postgres://user:password@host:port/database')
  return url
}

/** @throws UsageError */
export function readStorePlace(flags: FlagValues<typeof storeFlags>, env: NodeJS.ProcessEnv): StorePlace {
  const postgresUrl = readPostgresUrl(flags, env)
  const directory = flags.blobs ?? (flags['s3-bucket'] === null ? (env['LIGHTSPEED_BLOBS'] ?? null) : null)
  if (directory) return { postgresUrl, blobs: { type: 'files', directory } }
  const bucket = flags['s3-bucket'] ?? env['LIGHTSPEED_S3_BUCKET']
  if (!bucket) throw new UsageError('where do large blobs go? give --s3-bucket NAME, or --blobs DIR on one machine')
  const endpoint = (flags['s3-endpoint'] ?? env['LIGHTSPEED_S3_ENDPOINT']) || null
  const region = (flags['s3-region'] ?? env['LIGHTSPEED_S3_REGION']) || null
  return { postgresUrl, blobs: { type: 's3', bucket, endpoint, region } }
}

/** Where Temporal is, from flags or the environment. */
export interface TemporalPlace extends Required<TemporalAccess> {
  /** A worker that says nothing for so long is taken for dead, ms. */
  readonly silenceMs: number
  readonly taskQueue: string
}

/** @throws UsageError */
export function readTemporalPlace(flags: FlagValues<typeof temporalFlags>, env: NodeJS.ProcessEnv): TemporalPlace {
  const apiKey = env['LIGHTSPEED_TEMPORAL_API_KEY']?.trim() || null
  return {
    address: flags.temporal ?? (env['LIGHTSPEED_TEMPORAL_ADDRESS'] || '127.0.0.1:7233'),
    namespace: flags.namespace ?? (env['LIGHTSPEED_TEMPORAL_NAMESPACE'] || 'default'),
    // A key is never sent where others can read it.
    tls: flags['temporal-tls'] || apiKey !== null || readSwitch(env, 'LIGHTSPEED_TEMPORAL_TLS'),
    apiKey,
    taskQueue: flags['task-queue'] ?? (env['LIGHTSPEED_TASK_QUEUE'] || 'sessions'),
    silenceMs: (flags.silence ?? readVariable(env, 'LIGHTSPEED_SILENCE', readCount) ?? 15) * 1_000,
  }
}

/** Where a gateway listens. @throws UsageError */
export function readGatewayPlace(flags: FlagValues<typeof gatewayFlags>, env: NodeJS.ProcessEnv) {
  return {
    port: flags.port ?? readVariable(env, 'LIGHTSPEED_LISTEN_PORT', readPort) ?? 8230,
    hostname: flags.host ?? (env['LIGHTSPEED_LISTEN_HOST'] || '127.0.0.1'),
  }
}

/** Null where it is not set. */
export function readVariable<T>(
  env: NodeJS.ProcessEnv,
  name: string,
  read: (value: string, name: string) => T,
): T | null {
  const value = env[name]
  return value ? read(value, name) : null
}

function readSwitch(env: NodeJS.ProcessEnv, name: string): boolean {
  const value = env[name] ?? ''
  if (!['', '0', '1', 'false', 'true'].includes(value)) throw new UsageError(`${name} takes 1 or 0, not "${value}"`)
  return value === '1' || value === 'true'
}

/** @throws UsageError */
export function readCount(value: string, flag: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new UsageError(`${flag} takes a whole number from 1, not "${value}"`)
  return Number(value)
}

function readPort(value: string, flag: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (!(port <= 65_535)) throw new UsageError(`${flag} takes a port from 0 to 65535, not "${value}"`)
  return port
}
