import type { Store } from '../../core/ports/store.ts'
import { connectRemote } from '../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../remote/client/open-remote-host.ts'
import { openRemotePresence } from '../../remote/client/open-remote-presence.ts'
import { openRemoteStore } from '../../remote/client/open-remote-store.ts'
import { remoteWorks } from './remote-works.ts'
import type { RemotePlace } from '../config/remotes.ts'

/** Opens the sessions behind a gateway. @throws the errors of remote/client */
export async function openRemote(place: RemotePlace): Promise<Store> {
  const connection = await connectRemote(place)
  const store = openRemoteStore(connection)
  remoteWorks.set(store, {
    host: openRemoteHost(connection, store),
    presence: openRemotePresence(connection),
    feed: connection.feed,
  })
  return store
}
