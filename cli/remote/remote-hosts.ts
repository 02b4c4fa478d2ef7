import type { Store } from '../../core/ports/store.ts'
import type { RemoteHost } from '../../remote/client/open-remote-host.ts'

/** The hosts of stores behind gateways, where workers drive. Apart from what opens them, which local runs do not load. */
export const remoteHosts = new WeakMap<Store, RemoteHost>()
