import type { Presence } from '../../core/ports/presence.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { RemoteConnection } from '../../remote/client/connect-remote.ts'
import type { RemoteHost } from '../../remote/client/open-remote-host.ts'

/** What sessions behind a gateway are worked on with: workers drive. */
export interface RemoteWork {
  /** What a person calls the server. */
  readonly name: string
  /** Whose sessions these are there. */
  readonly tenant: string
  readonly host: RemoteHost
  readonly presence: Presence
  readonly feed: RemoteConnection['feed']
  /** From now on asks until the server answers, or nobody waits for that any more. */
  persevere(until: AbortSignal): void
  /** Whether commands of a session are stored while no worker could be told of it yet. */
  isUnwoken(session: SessionId): boolean
}

/** Of stores behind gateways. Apart from what opens them, which local runs do not load. */
export const remoteWorks = new WeakMap<Store, RemoteWork>()
