import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Deltas } from '../../core/ports/deltas.ts'
import type { Store } from '../../core/ports/store.ts'
import { PostgresApiKeys } from './api-keys.ts'
import { PostgresBlobs, type LargeBlobs } from './blobs.ts'
import { openAttendance, type TenantAttendance } from './open-attendance.ts'
import { Changes } from './changes.ts'
import { PostgresCheckpoints } from './checkpoints.ts'
import { Database, types } from './database.ts'
import { openPostgresDeltas } from './deltas.ts'
import { PostgresSchemaError, UnsafePostgresError } from './errors.ts'
import { PostgresEventLog } from './event-log.ts'
import { hangUp } from './hang-up.ts'
import { PostgresInbox } from './inbox.ts'
import { PostgresLeases } from './leases.ts'
import { foundVersion, migrate, schemaVersion } from './schema.ts'
import { PostgresSessionIndex } from './session-index.ts'
import type { Tenant } from './tenant.ts'
import { translateError } from './translate-error.ts'
import { PostgresTroubles } from './troubles.ts'
import { PostgresWorkers } from './workers.ts'

/** How a server is reached. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  /** Connections at once; further work waits. */
  readonly connections?: number
  /** Brings the schema up to date; otherwise one that is not is refused. */
  readonly migrates?: boolean
  /** How long one statement may go without an answer before its connection counts as lost, ms. */
  readonly queryMs?: number
}

/** One server, and the stores of its tenants. */
export interface Postgres {
  readonly database: Database
  store(tenant: Tenant, large: LargeBlobs): Store
  /** What opens a gateway, of all tenants. */
  readonly keys: PostgresApiKeys
  /** Who works, of all tenants. */
  readonly workers: PostgresWorkers
  /** What streams in a tenant's sessions, from whichever process. */
  deltas(tenant: Tenant): Deltas
  /** What stops a tenant's sessions. */
  troubles(tenant: Tenant): PostgresTroubles
  /** Who is attached to a tenant's sessions, by whichever gateway. */
  attendance(tenant: Tenant): TenantAttendance
  /** @throws PostgresUnreachableError, UnsafePostgresError at once when no request could be served */
  ping(): Promise<void>
  close(): Promise<void>
}

/** How long a connection may take to open, ms. */
const connectMs = 5_000

/** The server gives up a statement that takes longer than this, before we take it for hung, ms. */
const statementMs = 12_000
const defaultQueryMs = 15_000

/** As long as tables may take to be made anew, or another process to do it, ms. */
const migrationMs = 600_000

/** A connection on which nothing comes is tried by TCP after this, ms. */
const keepAliveMs = 10_000

/** Goodbyes may take so long, ms; what is left then is hung up. */
const closeMs = 3_000

/** A process that is stopped in the middle of a transaction must not keep its session from others, ms. */
const idleMs = 10_000

/** Connects. @throws PostgresUnreachableError, PostgresSchemaError, UnsafePostgresError */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const { url, connections = 10, migrates = false, queryMs = defaultQueryMs } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    statement_timeout: Math.min(statementMs, queryMs),
    keepAlive: true,
    // What a transaction begins with is not waited for.
    pipeline: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    idle_in_transaction_session_timeout: idleMs,
    application_name: 'lightspeed',
    types,
  })
  // One that breaks while nobody uses it is opened anew by whoever asks next; between two statements, the next one fails.
  pool.on('error', () => undefined)
  const open = new Set<pg.PoolClient>()
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    client.on('end', () => open.delete(client))
    open.add(client)
  })
  pool.on('release', (error, client) => {
    // Types say that there is always an error.
    if (Boolean(error)) hangUp(client)
  })
  const server = describe(url)
  try {
    await prepare(pool, server, migrates)
  } catch (error) {
    void pool.end()
    for (const client of open) hangUp(client)
    throw translateError(error, server)
  }
  const database = new Database(pool, server)
  const changes = new Changes(database)
  const deltas = openPostgresDeltas(database)
  const attendance = openAttendance(database)
  let closed: Promise<void> | null = null
  const goodbye = async () => {
    await Promise.all([deltas.close(), attendance.close()])
    await changes.close()
    if (!pool.ending) await pool.end()
  }
  const close = async () => {
    await Promise.race([goodbye(), wait(closeMs, undefined, { ref: false })])
    // What is still under way, on a server that does not answer: it fails, and is not tried again.
    if (!pool.ending) void pool.end()
    for (const client of open) hangUp(client)
  }
  return {
    database,
    store: (tenant, large) => openStore(database, changes, tenant, large),
    keys: new PostgresApiKeys(database),
    workers: new PostgresWorkers(database),
    deltas: (tenant) => deltas.of(tenant),
    troubles: (tenant) => new PostgresTroubles(database, tenant),
    attendance: (tenant) => attendance.of(tenant),
    ping: async () => {
      await checkWrites(pool, server).catch((error: unknown) => {
        throw translateError(error, server)
      })
    },
    close: () => (closed ??= close()),
  }
}

function openStore(database: Database, changes: Changes, tenant: Tenant, large: LargeBlobs): Store {
  const blobs = new PostgresBlobs(database, tenant, large)
  return {
    log: new PostgresEventLog(database, tenant, blobs, changes),
    inbox: new PostgresInbox(database, tenant, blobs, changes),
    leases: new PostgresLeases(database, tenant, changes),
    checkpoints: new PostgresCheckpoints(database, tenant),
    sessions: new PostgresSessionIndex(database, tenant, changes),
    blobs,
    // The connections are shared with other tenants.
    close: async () => undefined,
  }
}

async function prepare(pool: pg.Pool, server: string, migrates: boolean): Promise<void> {
  const client = await pool.connect()
  try {
    for (const setting of ['fsync', 'full_page_writes']) {
      const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`)
      if (rows[0]?.[setting] !== 'on')
        throw new UnsafePostgresError(
          server,
          `${setting} is off`,
          `set ${setting} = on, or a power loss takes what was acknowledged`,
        )
    }
    const { rows } = await client.query<{ readonly server_encoding: string }>('SHOW server_encoding')
    const encoding = rows[0]?.server_encoding
    if (encoding !== 'UTF8')
      throw new UnsafePostgresError(
        server,
        `its encoding is ${encoding ?? 'unknown'}, which does not have every letter`,
        `make another database: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0`,
      )
    await checkWrites(client, server)
    if (migrates) await migrateSlowly(pool, server)
    const found = await foundVersion(client)
    if (found !== schemaVersion) throw new PostgresSchemaError(server, found, schemaVersion)
  } finally {
    client.release()
  }
}

/** A standby, or a database that was made read-only, answers all questions and keeps nothing. */
async function checkWrites(client: Pick<pg.ClientBase, 'query'>, server: string): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only')
  if (rows[0]?.transaction_read_only === 'on')
    throw new UnsafePostgresError(
      server,
      'it takes no writes',
      'give the address of the primary, or set default_transaction_read_only = off',
    )
}

async function migrateSlowly({ options }: pg.Pool, server: string): Promise<void> {
  const client = new pg.Client({ ...options, query_timeout: migrationMs, statement_timeout: migrationMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await migrate(client, server)
  } finally {
    hangUp(client)
  }
}

/** Without the password. */
function describe(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'the address given'
  }
}
