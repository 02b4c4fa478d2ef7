import type { ModelInfo } from '../../core/models/model-info.ts'
import { allProviders, modelInfo, type Provider } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { hasKey } from './has-key.ts'

/** A model that is known by name. */
export interface KnownModel {
  /** As `-m` takes it. */
  readonly name: string
  readonly info: ModelInfo
  /** The variable of its key, when that is needed and not set. */
  readonly missingKey: string | null
}

/** A provider that is built in or configured. */
export type KnownProvider = Provider & { readonly hasKey: boolean }

/** Every provider, and whether it can be asked. */
export function listProviders(
  configured: readonly ConfiguredProvider[],
  env: NodeJS.ProcessEnv,
): readonly KnownProvider[] {
  return allProviders(configured).map((provider) => ({ ...provider, hasKey: hasKey(provider, env) }))
}

/** Every model of the catalogue and the config, provider by provider. */
export function listModels(configured: readonly ConfiguredProvider[], env: NodeJS.ProcessEnv): readonly KnownModel[] {
  return listProviders(configured, env).flatMap((provider) =>
    Object.keys(provider.models).map((id) => ({
      name: `${provider.name}/${id}`,
      info: modelInfo(provider, id),
      missingKey: provider.hasKey ? null : provider.keyEnv,
    })),
  )
}
