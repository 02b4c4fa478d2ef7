import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'

/** An environment with a key of every provider: which ones there are is for the server to say, when it asks one. */
export function serversKeys(env: NodeJS.ProcessEnv, configured: readonly ConfiguredProvider[]): NodeJS.ProcessEnv {
  const names = allProviders(configured).flatMap(({ keyEnv }) => keyEnv ?? [])
  return { ...Object.fromEntries(names.map((name) => [name, 'kept-on-the-server'])), ...env }
}
