import type { Provider } from '../../core/models/providers.ts'

/** Whether an environment has the key of a provider; one that needs none counts as keyed. */
export function hasKey({ name, keyEnv }: Pick<Provider, 'name' | 'keyEnv'>, env: NodeJS.ProcessEnv): boolean {
  if (keyEnv === null || env[keyEnv]) return true
  return name === 'anthropic' && Boolean(env['ANTHROPIC_AUTH_TOKEN'])
}

/** The keys of an environment, to choose a model by. */
export function keysOf(env: NodeJS.ProcessEnv): { hasKey(provider: Pick<Provider, 'name' | 'keyEnv'>): boolean } {
  return { hasKey: (provider) => hasKey(provider, env) }
}
