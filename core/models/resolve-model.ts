import { LightspeedError } from '../values/errors.ts'
import type { Dialect, Effort } from '../values/model-facts.ts'
import type { ModelChoice } from '../ports/models.ts'
import type { ModelInfo } from './model-info.ts'
import { allEfforts } from './model-info.ts'
import type { Provider } from './providers.ts'
import { allProviders, modelInfo } from './providers.ts'
import type { ConfiguredProvider } from './providers-config.ts'

type Env = Readonly<Record<string, string | undefined>>

/** How a provider is reached from here. Holds a secret: never to be stored or shown. */
export interface Connection {
  readonly apiKey: string | null
  /** Undefined: the SDK's default. */
  readonly baseURL: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** What `-m` means here and now. */
export interface ResolvedModel {
  readonly choice: ModelChoice
  readonly dialect: Dialect
  readonly info: ModelInfo
  readonly connection: Connection
}

export type ModelChoiceCode = 'bad-model' | 'unknown-provider' | 'unknown-effort' | 'no-key' | 'bad-key'

/** A model that cannot be asked for; the message says what to type or to set. */
class ModelChoiceError extends LightspeedError {
  constructor(
    override readonly code: ModelChoiceCode,
    message: string,
  ) {
    super(message)
  }
}

/** Reads `provider/model[:effort]` against config and environment. @throws ModelChoiceError */
export function resolveModel(text: string, configured: readonly ConfiguredProvider[], env: Env): ResolvedModel {
  const providers = allProviders(configured)
  const { provider: name, model, effort } = parseModelName(text, providers)
  const provider = findProvider(name, providers)
  const info = modelInfo(provider, model)
  const strangeEffort = effort === null ? mistypedEffort(model, provider) : null
  if (strangeEffort !== null) {
    throw new ModelChoiceError(
      'unknown-effort',
      `${name}/${model}: no effort is called ${strangeEffort}; there are ${allEfforts.join(', ')}`,
    )
  }
  if (name === 'demo' && model !== 'scripted') {
    throw new ModelChoiceError('bad-model', `demo has no model ${model}; use -m demo/scripted`)
  }
  if (effort !== null && info.efforts !== null && !info.efforts.includes(effort)) {
    const known = info.efforts.length === 0 ? 'no effort' : info.efforts.join(', ')
    throw new ModelChoiceError('unknown-effort', `${name}/${model} has no effort ${effort}; it takes ${known}`)
  }
  const choice = { api: provider.api, provider: name, model, effort }
  return { choice, dialect: provider.dialect, info, connection: connect(provider, env) }
}

/** What follows the colon of a model that is known without it. */
function mistypedEffort(model: string, { models }: Provider): string | null {
  const colon = model.lastIndexOf(':')
  return colon > 0 && !Object.hasOwn(models, model) && Object.hasOwn(models, model.slice(0, colon))
    ? model.slice(colon + 1)
    : null
}

/** The provider of a name. @throws ModelChoiceError */
export function findProvider(name: string, providers: readonly Provider[]): Provider {
  const found = providers.find((provider) => provider.name === name)
  if (found !== undefined) return found
  const names = providers.map((provider) => provider.name)
  const near = names.find((known) => meansProvider(name, known))
  const hint = near === undefined ? '' : `did you mean ${near}? `
  const known = `known are ${names.join(', ')}; others are added under "providers" in the config file`
  throw new ModelChoiceError('unknown-provider', `no provider is called ${name}; ${hint}${known}`)
}

/** What the environment says about reaching a provider. @throws ModelChoiceError when its key is missing */
export function connect(provider: Provider, env: Env): Connection {
  const { name, headers } = provider
  const apiKey = provider.keyEnv === null ? null : readKey(env, provider.keyEnv)
  const connection = { apiKey, baseURL: provider.baseURL ?? undefined, headers }
  if (name === 'openai') {
    const baseURL = provider.baseURL ?? read(env, 'OPENAI_BASE_URL') ?? undefined
    return withKey(provider, { ...connection, baseURL, headers: { ...openAiHeaders(env), ...headers } })
  }
  if (name !== 'anthropic') return withKey(provider, connection)
  const token = readKey(env, 'ANTHROPIC_AUTH_TOKEN')
  const baseURL = provider.baseURL ?? read(env, 'ANTHROPIC_BASE_URL') ?? undefined
  if (apiKey !== null || token === null) return withKey(provider, { ...connection, baseURL })
  return { apiKey: null, baseURL, headers: { authorization: `Bearer ${token}`, ...headers } }
}

interface ModelName {
  readonly provider: string
  readonly model: string
  readonly effort: Effort | null
}

/** Ids may hold `/` and `:`; the last `:word` is an effort only when it is one. */
function parseModelName(text: string, providers: readonly Provider[]): ModelName {
  const slash = text.indexOf('/')
  const rest = text.slice(slash + 1)
  const colon = rest.lastIndexOf(':')
  const last = rest.slice(colon + 1)
  const effort = colon > 0 ? (allEfforts.find((known) => known === last) ?? null) : null
  const model = effort === null ? rest : rest.slice(0, colon)
  if (slash > 0 && model !== '') return { provider: text.slice(0, slash), model, effort }
  const example = exampleFor(rest, model, providers)
  throw new ModelChoiceError('bad-model', `a model is named provider/model[:effort], such as ${example}; got "${text}"`)
}

/** The whole name of what was meant by a model without its provider, or by a provider without a model. */
function exampleFor(rest: string, model: string, providers: readonly Provider[]): string {
  const owner = providers.find((provider) => Object.hasOwn(provider.models, model))
  if (owner !== undefined) return `${owner.name}/${rest}`
  const bare =
    providers.find((provider) => provider.name === model) ?? providers.find(({ name }) => name === 'anthropic')
  return `${bare?.name ?? 'provider'}/${Object.keys(bare?.models ?? {})[0] ?? 'model'}`
}

/** Whether a name that nobody has is likely meant for one: begins alike, contains it, or is what it makes. */
function meansProvider(name: string, known: string): boolean {
  const wanted = name.toLowerCase()
  return (
    wanted.slice(0, 2) === known.slice(0, 2) || wanted.includes(known) || products.get(known)?.test(wanted) === true
  )
}

const products: ReadonlyMap<string, RegExp> = new Map([
  ['openai', /gpt|codex/],
  ['anthropic', /claude/],
])

function withKey(provider: Provider, connection: Connection): Connection {
  if (provider.keyEnv === null || connection.apiKey !== null) return connection
  const { name, keyEnv } = provider
  const message = `no API key for ${name}: store one with \`lightspeed auth login ${name}\` or set it with \`export ${keyEnv}=...\`; without one: -m demo/scripted`
  throw new ModelChoiceError('no-key', message)
}

/** As OpenAI's SDK reads them, which it does only while it chooses the address itself. */
function openAiHeaders(env: Env): Record<string, string> {
  const organization = read(env, 'OPENAI_ORG_ID')
  const project = read(env, 'OPENAI_PROJECT_ID')
  return {
    ...(organization === null ? {} : { 'openai-organization': organization }),
    ...(project === null ? {} : { 'openai-project': project }),
  }
}

/** A key as it travels in a header. @throws ModelChoiceError when it cannot */
function readKey(env: Env, name: string): string | null {
  const key = read(env, name)
  if (key === null || /^[!-~]+$/.test(key)) return key
  throw new ModelChoiceError(
    'bad-key',
    `${name} holds characters that no API key has (blanks, accents, quotes of a word processor?); set it anew`,
  )
}

function read(env: Env, name: string): string | null {
  return env[name]?.trim() || null
}
