import type { EffectPorts } from '../effects/index.ts'
import type { LeaseOwner } from '../ports/leases.ts'
import type { Store } from '../ports/store.ts'
import type { SessionId } from '../values/ids.ts'

/** What the host is built from. */
export interface HostPorts extends Omit<EffectPorts, 'blobs'> {
  readonly store: Store
  readonly owner: LeaseOwner
  /** Whether a holder of a lease that has not expired certainly no longer works; default: as this machine can tell. */
  readonly isGone?: (owner: LeaseOwner) => boolean
  /** Told before this process works on a session again that another has driven meanwhile: what is on disk moved on. */
  readonly returned?: (session: SessionId) => Promise<void>
}
