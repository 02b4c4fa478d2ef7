import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { NoKeyError } from '../errors.ts'

/** A gateway whose sessions are meant. */
export interface RemotePlace {
  readonly url: string
  readonly key: string
}

/** Where sessions are, when they are not on this machine; null when they are. @throws NoKeyError */
export function remotePlace(env: NodeJS.ProcessEnv): RemotePlace | null {
  const { LIGHTSPEED_REMOTE: url, LIGHTSPEED_REMOTE_KEY: key } = env
  if (!url) return null
  if (!key)
    throw new NoKeyError(`${url} needs an API key: export LIGHTSPEED_REMOTE_KEY=... (lightspeed keys create makes one)`)
  return { url, key }
}

/** An environment with a key of every provider: which ones there are is for the server to say, when it asks one. */
export function serversKeys(env: NodeJS.ProcessEnv, configured: readonly ConfiguredProvider[]): NodeJS.ProcessEnv {
  const names = allProviders(configured).flatMap(({ keyEnv }) => keyEnv ?? [])
  return { ...Object.fromEntries(names.map((name) => [name, 'kept-on-the-server'])), ...env }
}
