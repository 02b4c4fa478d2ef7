import type { ApiKind, Dialect } from '../values/model-facts.ts'
import { catalogueOf, factsOf } from './catalogue.ts'
import type { ModelFacts, ModelInfo } from './model-info.ts'
import { noFacts } from './model-info.ts'
import type { ConfiguredProvider } from './providers-config.ts'

/** Where models are asked for, and how. */
export interface Provider {
  readonly name: string
  readonly api: ApiKind
  readonly dialect: Dialect
  /** Null: the API's own address. */
  readonly baseURL: string | null
  /** Environment variable of the key; null: no key is asked for. */
  readonly keyEnv: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly models: Readonly<Record<string, ModelFacts>>
}

const builtIn: readonly Omit<Provider, 'models' | 'baseURL' | 'headers'>[] = [
  { name: 'openai', api: 'openai-responses', dialect: 'openai', keyEnv: 'OPENAI_API_KEY' },
  { name: 'anthropic', api: 'anthropic-messages', dialect: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' },
  { name: 'demo', api: 'openai-chat', dialect: 'plain', keyEnv: null },
]

/** Names that need no entry in a config; `demo` takes none either. */
const builtInNames: readonly string[] = builtIn.map(({ name }) => name)

/** Every provider: those that are built in, as the config changes them, and those it adds. */
export function allProviders(configured: readonly ConfiguredProvider[]): readonly Provider[] {
  const known = builtIn.map((provider) => {
    const bare = { ...provider, baseURL: null, headers: {}, models: catalogueOf(provider.name) }
    return configured.filter(({ name }) => name === provider.name).reduce(configure, bare)
  })
  const added = configured.filter(({ name }) => !builtInNames.includes(name))
  return [...known, ...added.map((entry) => configure(blank(entry), entry))]
}

/** What is known of a model of a provider; an id nobody listed is a model without facts. */
export function modelInfo(provider: Provider, id: string): ModelInfo {
  return { provider: provider.name, id, api: provider.api, dialect: provider.dialect, ...factsOf(provider.models, id) }
}

function blank({ name, api, dialect }: ConfiguredProvider): Provider {
  return {
    name,
    api: api ?? 'openai-chat',
    dialect: dialect ?? 'plain',
    baseURL: null,
    keyEnv: null,
    headers: {},
    models: {},
  }
}

/** A provider as a config entry changes it; models are changed field by field. */
function configure(provider: Provider, entry: ConfiguredProvider): Provider {
  const models = Object.entries(entry.models).map(
    ([id, facts]) => [id, { ...noFacts, ...factsOf(provider.models, id), ...facts }] as const,
  )
  return {
    ...provider,
    dialect: entry.dialect ?? provider.dialect,
    baseURL: entry.baseURL ?? provider.baseURL,
    keyEnv: entry.keyEnv ?? provider.keyEnv,
    headers: { ...provider.headers, ...entry.headers },
    models: { ...provider.models, ...Object.fromEntries(models) },
  }
}
