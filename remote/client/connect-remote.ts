import type { SessionId } from '../../core/values/ids.ts'
import { contractVersion } from '../gateway/contract.ts'
import type { GatewayInfo } from '../gateway/contract-values.ts'
import { RemoteVersionError } from './errors.ts'
import { openRpc, type Rpc } from './rpc.ts'
import { SessionFeed } from './session-feed.ts'
import { Unwoken } from './unwoken.ts'
import { Wire, type RemoteOptions } from './wire.ts'

/** A gateway that answered and speaks our contract. */
export interface RemoteConnection {
  readonly info: GatewayInfo
  readonly wire: Wire
  readonly rpc: Rpc
  /** Of one session, shared by all who ask while it is used. */
  feed(session: SessionId): SessionFeed
  /** Those who listen to a session before it is there hear it from now on. */
  created(session: SessionId): void
  readonly unwoken: Unwoken
  /** Ends the streams, and what is still tried. */
  close(): void
}

/** Asks a gateway who it is. @throws RemoteUnreachableError, RemoteKeyError, RemoteVersionError, NoGatewayError */
export async function connectRemote(options: RemoteOptions): Promise<RemoteConnection> {
  const wire = new Wire(options)
  const rpc = openRpc(wire)
  const info = await rpc('info', {})
  if (info.contract !== contractVersion) throw new RemoteVersionError(wire.url, info, contractVersion)
  const unwoken = new Unwoken(rpc)
  const feeds = new Map<SessionId, SessionFeed>()
  return {
    info,
    wire,
    rpc,
    feed: (session) => {
      const feed = feeds.get(session) ?? new SessionFeed(wire, session, () => feeds.delete(session))
      feeds.set(session, feed)
      return feed
    },
    created: (session) => feeds.get(session)?.created(),
    unwoken,
    close: () => {
      unwoken.close()
      for (const feed of [...feeds.values()]) feed.close()
    },
  }
}
