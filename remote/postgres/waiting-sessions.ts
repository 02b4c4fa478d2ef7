import type { SessionId } from '../../core/values/ids.ts'
import type { Database } from './database.ts'
import type { Tenant } from './tenant.ts'

/** A session that somebody should work on and perhaps nobody does. */
export interface WaitingSession {
  readonly tenant: Tenant
  readonly session: SessionId
}

/**
 * Sessions of all tenants in which commands wait that nobody has decided, or whose lease ended before `leftBefore` (ms since
 * the epoch) and was not given back: its holder died, and Temporal, which finds another, may have lost its data.
 */
export function listWaiting(database: Database, leftBefore: number): Promise<readonly WaitingSession[]> {
  return database.sweep((query) =>
    query<WaitingSession>(
      `SELECT tenant, session FROM inbox WHERE NOT settled
       UNION SELECT tenant, id FROM sessions WHERE owner IS NOT NULL AND until_ms < $1
       ORDER BY tenant, session`,
      [leftBefore],
    ),
  )
}
