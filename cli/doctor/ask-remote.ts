import type { RemotePlace } from '../config/remotes.ts'

/** What a gateway says of itself. */
export interface RemoteFacts {
  readonly name: string
  readonly url: string
  readonly version: string
  readonly tenant: string
}

/** Asks the gateway that sessions are behind. @throws the errors of remote/client */
export async function askRemote(place: RemotePlace): Promise<RemoteFacts> {
  const { connectRemote } = await import('../../remote/client/connect-remote.ts')
  const { info, close } = await connectRemote(place)
  close()
  return { name: place.name, url: new URL(place.url).origin, version: info.version, tenant: info.tenant }
}
