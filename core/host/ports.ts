import type { EffectPorts } from '../effects/index.ts'
import type { LeaseOwner } from '../ports/leases.ts'
import type { Store } from '../ports/store.ts'

/** What the host is built from. */
export interface HostPorts extends Omit<EffectPorts, 'blobs'> {
  readonly store: Store
  readonly owner: LeaseOwner
}
