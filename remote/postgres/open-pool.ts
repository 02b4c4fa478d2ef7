import pg from 'pg'
import { types } from './database.ts'
import { hangUp } from './hang-up.ts'

/** Connections as they are wished for. */
export interface PoolOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  /** Connections at once; further work waits. */
  readonly connections?: number
  /** How long one statement may go without an answer before its connection counts as lost, ms. */
  readonly queryMs?: number
}

/** Connections to one server. */
export interface OpenedPool {
  readonly pool: pg.Pool
  /** Those that are there, in use or not. */
  readonly open: ReadonlySet<pg.PoolClient>
}

/** How long a connection may take to open, ms. */
const connectMs = 5_000

/** The server gives up a statement that takes longer than this, before we take it for hung, ms. */
const statementMs = 12_000
const defaultQueryMs = 15_000

/** A connection on which nothing comes is tried by TCP after this, ms. */
const keepAliveMs = 10_000

/** A process that is stopped in the middle of a transaction must not keep its session from others, ms. */
const idleMs = 10_000

/** Gets connections ready; none is opened before it is wanted. */
export function openPool({ url, connections = 10, queryMs = defaultQueryMs }: PoolOptions): OpenedPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    statement_timeout: Math.min(statementMs, queryMs),
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    // What a transaction begins with is not waited for.
    pipeline: true,
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
  return { pool, open }
}
