import type { Model } from '../ports/model.ts'
import { ModelError } from '../ports/model.ts'
import type { ModelChoice, Models } from '../ports/models.ts'
import { errorCode, errorMessage } from '../values/errors.ts'
import { costMicroUsd } from './catalogue.ts'
import type { Provider } from './providers.ts'
import { allProviders, modelInfo } from './providers.ts'
import type { ConfiguredProvider } from './providers-config.ts'
import type { Connection } from './resolve-model.ts'
import { connect, findProvider } from './resolve-model.ts'
import { retryDelayMs } from './retry.ts'

/** What models are opened with. */
export interface ModelsOptions {
  readonly configured: readonly ConfiguredProvider[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** In [0, 1): jitter of retries. Default Math.random. */
  readonly random?: () => number
}

/** All models that config and environment give access to; each SDK is loaded when first wanted. */
export function openModels({ configured, env, random = Math.random }: ModelsOptions): Models {
  const providers = allProviders(configured)
  const opened = new Map<string, Promise<Model>>()

  return {
    open(choice) {
      const key = `${choice.provider} ${choice.api}`
      const model = opened.get(key) ?? openOne(choice, providers, env)
      opened.set(key, model)
      model.catch(() => opened.delete(key))
      return model
    },
    async format(api) {
      const { formatOf } = await import('./index.ts')
      return formatOf(api)
    },
    cost(choice, usage) {
      const provider = providers.find(({ name }) => name === choice.provider)
      return provider === undefined ? null : costMicroUsd(modelInfo(provider, choice.model), usage)
    },
    retryDelay: (attempt, failure) => retryDelayMs({ attempt, ...failure, random: random() }),
  }
}

async function openOne(
  { provider: name, api }: ModelChoice,
  providers: readonly Provider[],
  env: ModelsOptions['env'],
): Promise<Model> {
  if (name === 'demo') {
    const { openDemo } = await import('./demo/scripted.ts')
    return openDemo()
  }
  const { apiKey, baseURL, headers } = connectOrFail(name, providers, env)
  const [{ openModel }, { createLeanFetch }] = await Promise.all([import('./index.ts'), import('./http/lean-fetch.ts')])
  return openModel(api, { apiKey, baseURL, headers, fetch: createLeanFetch({ env }) })
}

function connectOrFail(name: string, providers: readonly Provider[], env: ModelsOptions['env']): Connection {
  try {
    return connect(findProvider(name, providers), env)
  } catch (error) {
    const code = errorCode(error) === 'no-key' ? 'auth' : 'not-found'
    throw new ModelError(code, errorMessage(error), { status: null, retryable: false, retryAfterMs: null })
  }
}
