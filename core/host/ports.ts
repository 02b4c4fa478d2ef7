import type { EffectPorts, ParsedBlobs } from '../effects/index.ts'
import type { LeaseOwner } from '../ports/leases.ts'
import type { Store } from '../ports/store.ts'
import type { SessionId } from '../values/ids.ts'
import type { Folded } from './load-state.ts'

/** What the host is built from. */
export interface HostPorts extends Omit<EffectPorts, 'blobs'> {
  readonly store: Store
  readonly owner: LeaseOwner
  /** Whether a holder of a lease that has not expired certainly no longer works; default: as this machine can tell. */
  readonly isGone?: (owner: LeaseOwner) => boolean
  /** Told before this process works on a session again that another has driven meanwhile: what is on disk moved on. */
  readonly returned?: (session: SessionId) => Promise<void>
  /** Of a process that works on many sessions in turns; default: nothing is kept from one time to the next. */
  readonly memory?: HostMemory
}

/** What a process keeps in mind of the sessions of one store. It may forget anything at any time. */
export interface HostMemory {
  readonly states: { get(session: SessionId): Folded | undefined; set(session: SessionId, folded: Folded): unknown }
  readonly parsed: ParsedBlobs
}
