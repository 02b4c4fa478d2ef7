import type { ModelInfo } from '../../core/models/model-info.ts'
import type { Provider } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'

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
export async function listProviders(
  configured: readonly ConfiguredProvider[],
  env: NodeJS.ProcessEnv,
): Promise<readonly KnownProvider[]> {
  const { allProviders } = await import('../../core/models/providers.ts')
  return allProviders(configured).map((provider) => ({ ...provider, hasKey: hasKey(provider, env) }))
}

function hasKey({ name, keyEnv }: Provider, env: NodeJS.ProcessEnv): boolean {
  if (keyEnv === null || env[keyEnv]) return true
  return name === 'anthropic' && Boolean(env['ANTHROPIC_AUTH_TOKEN'])
}

/** Every model of the catalogue and the config, provider by provider. */
export async function listModels(
  configured: readonly ConfiguredProvider[],
  env: NodeJS.ProcessEnv,
): Promise<readonly KnownModel[]> {
  const [{ modelInfo }, providers] = await Promise.all([import('../../core/models/providers.ts'), listProviders(configured, env)])
  return providers.flatMap((provider) =>
    Object.keys(provider.models).map((id) => ({
      name: `${provider.name}/${id}`,
      info: modelInfo(provider, id),
      missingKey: provider.hasKey ? null : provider.keyEnv,
    })),
  )
}
