import type { Host } from '../../core/host/host.ts'
import type { Presence } from '../../core/ports/presence.ts'
import type { Store } from '../../core/ports/store.ts'
import { connectRemote, type RemoteConnection } from '../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../remote/client/open-remote-host.ts'
import { openRemoteStore } from '../../remote/client/open-remote-store.ts'
import type { RemotePlace } from './remote-place.ts'

/** Which stores are behind a gateway. */
const connections = new WeakMap<Store, RemoteConnection>()

/** Opens the sessions behind a gateway. @throws the errors of remote/client */
export async function openRemote(place: RemotePlace): Promise<Store> {
  const connection = await connectRemote(place)
  const store = openRemoteStore(connection)
  connections.set(store, connection)
  return store
}

/** The host of a store behind a gateway, where workers drive; null for another store. */
export function remoteHost(store: Store): Host | null {
  const connection = connections.get(store)
  return connection === undefined ? null : openRemoteHost(connection, store)
}

/** Gateways do not tell yet who else is attached. */
export const nobodyElse: Presence = {
  join: () => () => undefined,
  list: () => Promise.resolve([]),
  watch: () => () => undefined,
}
