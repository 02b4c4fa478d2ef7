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
  /** @throws PostgresUnreachableError at once when no request could be served */
  ping(): Promise<void>
  close(): Promise<void>
}

/** How long a connection may take to open, ms. */
const connectMs = 5_000

/** A process that is stopped in the middle of a transaction must not keep its session from others, ms. */
const idleMs = 10_000

/** Connects. @throws PostgresUnreachableError, PostgresSchemaError, UnsafePostgresError */
export async function openPostgres({ url, connections = 10, migrates = false }: PostgresOptions): Promise<Postgres> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    idle_in_transaction_session_timeout: idleMs,
    application_name: 'lightspeed',
    types,
  })
  // One that breaks while nobody uses it is opened anew by whoever asks next; between two statements, the next one fails.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const server = describe(url)
  try {
    await prepare(pool, server, migrates)
  } catch (error) {
    await pool.end()
    throw translateError(error, server)
  }
  const database = new Database(pool, server)
  const changes = new Changes(database)
  const deltas = openPostgresDeltas(database)
  const attendance = openAttendance(database)
  let closed: Promise<void> | null = null
  const close = async () => {
    await Promise.all([deltas.close(), attendance.close()])
    await changes.close()
    await pool.end()
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
      await pool.query('SELECT 1').catch((error: unknown) => {
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
    if (migrates) await migrate(client, server)
    const found = await foundVersion(client)
    if (found !== schemaVersion) throw new PostgresSchemaError(server, found, schemaVersion)
  } finally {
    client.release()
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
