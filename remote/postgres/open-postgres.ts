import { setTimeout as wait } from 'node:timers/promises'
import type { Deltas } from '../../core/ports/deltas.ts'
import type { Store } from '../../core/ports/store.ts'
import { PostgresApiKeys } from './api-keys.ts'
import { PostgresBlobs, type LargeBlobs } from './blobs.ts'
import { openAttendance, type TenantAttendance } from './open-attendance.ts'
import { Changes } from './changes.ts'
import { PostgresCheckpoints } from './checkpoints.ts'
import { checkWrites } from './check-server.ts'
import { Database } from './database.ts'
import { openPostgresDeltas } from './deltas.ts'
import { PostgresEventLog } from './event-log.ts'
import { hangUp } from './hang-up.ts'
import { PostgresInbox } from './inbox.ts'
import { PostgresLeases } from './leases.ts'
import { openPool, type PoolOptions } from './open-pool.ts'
import { prepareServer } from './prepare-server.ts'
import { PostgresSessionIndex } from './session-index.ts'
import type { Tenant } from './tenant.ts'
import { translateError } from './translate-error.ts'
import { PostgresTroubles } from './troubles.ts'
import { PostgresWorkers } from './workers.ts'

/** How a server is reached. */
export interface PostgresOptions extends PoolOptions {
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
  /** @throws PostgresUnreachableError, UnsafePostgresError at once when no request could be served */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Goodbyes may take so long, ms; what is left then is hung up. */
const closeMs = 3_000

/** Connects. @throws PostgresUnreachableError, PostgresSchemaError, UnsafePostgresError */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const { pool, open } = openPool(options)
  const server = describe(options.url)
  try {
    await prepareServer(pool, server, options.migrates ?? false)
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

/** Without the password. */
function describe(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'the address given'
  }
}
