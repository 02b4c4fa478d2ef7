import type { Host } from '../../core/host/host.ts'
import type { Store } from '../../core/ports/store.ts'

/** The hosts of stores behind gateways, where workers drive. Apart from what opens them, which local runs do not load. */
export const remoteHosts = new WeakMap<Store, Host>()
