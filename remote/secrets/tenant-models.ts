import { createHash } from 'node:crypto'
import { openModels } from '../../core/models/open-models.ts'
import { allProviders, type Provider } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { ModelError } from '../../core/ports/model.ts'
import type { Models } from '../../core/ports/models.ts'
import type { ModelKeys } from './model-keys.ts'
import { noKeyWords } from './no-key-words.ts'

/**
 * The models of one tenant, with its own keys and nobody else's: a key is opened when a request is about to be sent. One that
 * was changed meanwhile counts from the next request on. The environment may say where providers are, never a key.
 */
export function openTenantModels(
  configured: readonly ConfiguredProvider[],
  keys: Pick<ModelKeys, 'get'>,
  tenant: string,
  processEnv: NodeJS.ProcessEnv = {},
): Models {
  const providers = allProviders(configured)
  const env = withoutKeys(processEnv, providers)
  const keyless = openModels({ configured, env })
  /** By what they were opened with, so that connections are used again. */
  const opened = new Map<string, { readonly fingerprint: string; readonly models: Models }>()
  return {
    ...keyless,
    open: async (choice) => {
      const keyEnv = providers.find(({ name }) => name === choice.provider)?.keyEnv ?? null
      const key = keyEnv === null ? null : await keys.get(choice.provider)
      if (keyEnv === null) return keyless.open(choice)
      if (key === null) throw noKey(choice.provider, tenant)
      const fingerprint = createHash('sha256').update(key).digest('hex')
      const known = opened.get(choice.provider)
      const models =
        known?.fingerprint === fingerprint ? known.models : openModels({ configured, env: { ...env, [keyEnv]: key } })
      opened.set(choice.provider, { fingerprint, models })
      return models.open(choice)
    },
  }
}

function noKey(provider: string, tenant: string): ModelError {
  return new ModelError('auth', noKeyWords(provider, tenant), { status: null, retryable: false, retryAfterMs: null })
}

function withoutKeys(env: NodeJS.ProcessEnv, providers: readonly Provider[]): NodeJS.ProcessEnv {
  const names = new Set(['ANTHROPIC_AUTH_TOKEN', ...providers.map(({ keyEnv }) => keyEnv)])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name)))
}
