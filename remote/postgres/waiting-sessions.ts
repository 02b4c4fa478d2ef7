import type { SessionId } from '../../core/values/ids.ts'
import type { Database } from './database.ts'
import type { Tenant } from './tenant.ts'

/** A session that has commands nobody has decided. */
export interface WaitingSession {
  readonly tenant: Tenant
  readonly session: SessionId
}

/** Sessions of all tenants in which commands wait. */
export function listWaiting(database: Database): Promise<readonly WaitingSession[]> {
  return database.sweep((query) =>
    query<WaitingSession>('SELECT DISTINCT tenant, session FROM inbox WHERE NOT settled ORDER BY tenant, session'),
  )
}
