import { errorCode, errorMessage, isPassing } from '../../core/values/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { tenant, type Tenant } from '../../remote/postgres/tenant.ts'
import type { PostgresTroubles } from '../../remote/postgres/troubles.ts'
import type { SessionAddress } from '../../remote/temporal/messages.ts'
import { note } from '../render/print.ts'

/** Attempts at a stretch of work after which those who wait are told why it fails. */
const lastingAttempt = 3

/** Notes why a stretch failed, and has those told who wait for it when it keeps failing. */
export function tellTrouble(troublesOf: (tenant: Tenant) => Pick<PostgresTroubles, 'put'>) {
  return (address: SessionAddress, error: unknown, attempt: number): void => {
    note(`worker: session ${address.session} of ${address.tenant}: ${errorMessage(error)}`)
    if (attempt < lastingAttempt || isPassing(error)) return
    const trouble = { code: errorCode(error) ?? 'internal', message: errorMessage(error) }
    // What fails here is told again with the next attempt.
    troublesOf(tenant(address.tenant))
      .put(address.session as SessionId, trouble)
      .catch((failure: unknown) => note(`worker: ${errorMessage(failure)}`))
  }
}
