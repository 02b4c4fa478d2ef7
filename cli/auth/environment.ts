import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { allProviders } from '../../core/models/providers.ts'
import { loadConfig, places } from '../open-store.ts'
import { remoteWish } from '../remote/remote-place.ts'
import { serversKeys } from '../remote/servers-keys.ts'
import { readKeys, type Keys } from './keys-file.ts'

/** What providers are reached with: the environment, and stored keys where it has none. Never handed to a child process. */
export function environment(configured: readonly ConfiguredProvider[]): NodeJS.ProcessEnv {
  if (remoteWish(process.env, loadConfig()) !== null) return serversKeys(process.env, configured)
  return withStoredKeys(process.env, readKeys(places().config), configured)
}

/** An environment with the stored keys of providers that it has no key of. */
export function withStoredKeys(
  env: NodeJS.ProcessEnv,
  keys: Keys,
  configured: readonly ConfiguredProvider[],
): NodeJS.ProcessEnv {
  const added: Record<string, string> = {}
  for (const { name, keyEnv } of allProviders(configured)) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined
    if (keyEnv !== null && key !== undefined && keyVariable(name, keyEnv, env) === null) added[keyEnv] = key
  }
  return { ...env, ...added }
}

/** The variable that a provider's key comes from, or null when none is set. */
export function keyVariable(provider: string, keyEnv: string, env: NodeJS.ProcessEnv): string | null {
  if (env[keyEnv]?.trim()) return keyEnv
  return provider === 'anthropic' && env['ANTHROPIC_AUTH_TOKEN']?.trim() ? 'ANTHROPIC_AUTH_TOKEN' : null
}
