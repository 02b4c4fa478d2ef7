import type { Store } from '../../core/ports/store.ts'
import { connectRemote } from '../../remote/client/connect-remote.ts'
import { openRemoteHost } from '../../remote/client/open-remote-host.ts'
import { openRemotePresence } from '../../remote/client/open-remote-presence.ts'
import { openRemoteStore } from '../../remote/client/open-remote-store.ts'
import { Perseverance } from './perseverance.ts'
import { remoteWorks } from './remote-works.ts'
import type { RemotePlace } from '../config/remotes.ts'
import { whileUnanswered } from './unanswered.ts'

/** Opens the sessions behind a gateway; `say` hears when that lasts long. @throws the errors of remote/client */
export async function openRemote(place: RemotePlace, say: (words: string) => void): Promise<Store> {
  const asked = await whileUnanswered(connectRemote(place), place.url, say)
  const perseverance = new Perseverance()
  const connection = { ...asked, rpc: perseverance.rpc(asked.rpc) }
  const plain = openRemoteStore(connection)
  // What a command names may be too large for a call, and goes before it by another way.
  const submit: Store['inbox']['submit'] = (...given) => perseverance.heard(() => plain.inbox.submit(...given))
  const store = { ...plain, inbox: { ...plain.inbox, submit }, blobs: perseverance.blobs(plain.blobs) }
  remoteWorks.set(store, {
    name: place.name,
    tenant: connection.info.tenant,
    host: openRemoteHost(connection, store),
    presence: openRemotePresence(connection),
    feed: connection.feed,
    persevere: (until) => perseverance.begin(until),
    isUnwoken: (session) => connection.unwoken.has(session),
  })
  return store
}
