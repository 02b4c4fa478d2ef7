import type { Host } from '../../core/host/host.ts'
import type { Presence } from '../../core/ports/presence.ts'
import type { Store } from '../../core/ports/store.ts'

/** What sessions behind a gateway are worked on with: workers drive. */
export interface RemoteWork {
  readonly host: Host
  readonly presence: Presence
}

/** Of stores behind gateways. Apart from what opens them, which local runs do not load. */
export const remoteWorks = new WeakMap<Store, RemoteWork>()
