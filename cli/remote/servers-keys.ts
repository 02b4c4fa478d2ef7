import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'

/** An environment with a key of every provider that may be there: which ones are is for the server to say, when it asks one. */
export function serversKeys(
  env: NodeJS.ProcessEnv,
  configured: readonly ConfiguredProvider[],
  maybe: (provider: string) => boolean = () => true,
): NodeJS.ProcessEnv {
  const names = allProviders(configured).flatMap(({ name, keyEnv }) => (maybe(name) ? (keyEnv ?? []) : []))
  return { ...Object.fromEntries(names.map((name) => [name, 'kept-on-the-server'])), ...env }
}
