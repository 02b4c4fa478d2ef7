import { SessionNotFoundError } from '../../core/store/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Query } from './transaction.ts'
import type { Tenant } from './tenant.ts'

/** Keeps others from changing anything of a session until the transaction ends. @throws SessionNotFoundError */
export async function lockSession(query: Query, tenant: Tenant, session: SessionId): Promise<void> {
  const found = await query('SELECT 1 FROM sessions WHERE tenant = $1 AND id = $2 FOR UPDATE', [tenant, session])
  if (found.length === 0) throw new SessionNotFoundError(session)
}
