import type { Model } from '../ports/model.ts'
import { ModelError } from '../ports/model.ts'
import type { ModelChoice, Models } from '../ports/models.ts'
import { errorMessage } from '../values/errors.ts'
import { costMicroUsd } from './catalogue.ts'
import type { Provider } from './providers.ts'
import { allProviders, modelInfo } from './providers.ts'
import type { ConfiguredProvider } from './providers-config.ts'
import { connect, findProvider } from './resolve-model.ts'
import { retryDelayMs } from './retry.ts'

/** What models are opened with. */
export interface ModelsOptions {
  readonly configured: readonly ConfiguredProvider[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** In [0, 1): jitter of retries. Default Math.random. */
  readonly random?: () => number
}

/** All models that config and environment give access to; one connection pool, each SDK loaded when first wanted. */
export function openModels({ configured, env, random = Math.random }: ModelsOptions): Models {
  const providers = allProviders(configured)
  const opened = new Map<string, Promise<Model>>()

  return {
    open(choice) {
      const model = opened.get(choice.provider) ?? openOne(choice, providers, env)
      opened.set(choice.provider, model)
      model.catch(() => opened.delete(choice.provider))
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
) {
  const { openModel } = await import('./index.ts')
  if (name === 'demo') {
    const { openDemo } = await import('./demo/scripted.ts')
    return openDemo()
  }
  const { createLeanFetch } = await import('./http/lean-fetch.ts')
  try {
    const { apiKey, baseURL, headers } = connect(findProvider(name, providers), env)
    return openModel(api, {
      apiKey,
      headers,
      fetch: createLeanFetch({ env }),
      ...(baseURL === undefined ? {} : { baseURL }),
    })
  } catch (error) {
    throw new ModelError('auth', errorMessage(error), { status: null, retryable: false, retryAfterMs: null })
  }
}
