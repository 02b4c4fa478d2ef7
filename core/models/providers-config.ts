import type { ApiKind, Dialect } from '../values/model-facts.ts'
import type { ModelFacts, Price } from './model-info.ts'
import { allEfforts } from './model-info.ts'
import { ConfigField } from './config-field.ts'

/** An entry of `providers` in the config: a provider of one's own, or changes to a built-in one. */
export interface ConfiguredProvider {
  readonly name: string
  readonly api: ApiKind | null
  readonly baseURL: string | null
  readonly keyEnv: string | null
  readonly dialect: Dialect | null
  readonly headers: Readonly<Record<string, string>>
  /** By id; only the facts that were given. */
  readonly models: Readonly<Record<string, Partial<ModelFacts>>>
}

const apis: readonly ApiKind[] = ['openai-responses', 'anthropic-messages', 'openai-chat']
const dialects: readonly Dialect[] = ['anthropic', 'openai', 'plain']
const builtInApis: ReadonlyMap<string, ApiKind> = new Map([
  ['openai', 'openai-responses'],
  ['anthropic', 'anthropic-messages'],
])

/**
 * Checks the `providers` value of a config file; undefined is none. It holds entries by name, each of the shape
 * `{ api, baseURL, keyEnv?, dialect?, headers?, models?: [id or { id, windowTokens?, maxOutputTokens?,
 * usdPerMillionTokens?: { input, cachedInput?, cacheWrite?, output }, efforts?, takesImages? }] }`.
 * @throws ConfigError naming file and field
 */
export function parseProviders(value: unknown, file: string): readonly ConfiguredProvider[] {
  if (value === undefined) return []
  const root = new ConfigField(value, file, 'providers')
  return root.keys().map((name) => parseProvider(name, root.at(name)))
}

function parseProvider(name: string, entry: ConfigField): ConfiguredProvider {
  entry.only('api', 'baseURL', 'keyEnv', 'dialect', 'headers', 'models')
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) entry.fail('needs a short name in small letters, such as "groq"')
  if (name === 'demo') entry.fail('is built in; choose another name')
  const own = builtInApis.get(name)
  const api = entry.at('api').optional((field) => field.oneOf(apis))
  if (own !== undefined && api !== null && api !== own)
    entry.at('api').fail(`is always "${own}" for ${name}; remove it`)
  if (own === undefined && api === null) entry.at('api').fail(`is missing; use one of ${apis.join(', ')}`)
  const baseURL = entry.at('baseURL').optional(parseUrl)
  if (own === undefined && baseURL === null) entry.at('baseURL').fail('is missing; it is the address of the API')
  return {
    name,
    api: own ?? api,
    baseURL,
    keyEnv: entry.at('keyEnv').optional((field) => field.text(/^[A-Za-z_][A-Za-z0-9_]*$/, keyEnvMeaning)),
    dialect: entry.at('dialect').optional((field) => field.oneOf(dialects)),
    headers: Object.fromEntries(entry.at('headers').optional(parseHeaders) ?? []),
    models: Object.fromEntries(entry.at('models').optional((field) => field.list().map(parseModel)) ?? []),
  }
}

const keyEnvMeaning = 'the name of an environment variable, such as "GROQ_API_KEY", never the key itself'

function parseUrl(field: ConfigField): string {
  const text = field.text(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://')
  return URL.canParse(text) ? text : field.fail('is not a valid address')
}

function parseHeaders(field: ConfigField): readonly (readonly [string, string])[] {
  return field.keys().map((name) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) field.fail(`has "${name}", which cannot be the name of a header`)
    return [name, field.at(name).text(/^[^\r\n]*$/, 'one line of text')] as const
  })
}

function parseModel(entry: ConfigField): readonly [string, Partial<ModelFacts>] {
  if (typeof entry.value === 'string') return [parseModelId(entry), {}]
  entry.only('id', 'windowTokens', 'maxOutputTokens', 'usdPerMillionTokens', 'efforts', 'takesImages')
  const windowTokens = entry.at('windowTokens').optional((field) => field.number(1))
  const maxOutputTokens = entry.at('maxOutputTokens').optional((field) => field.number(1))
  const price = entry.at('usdPerMillionTokens').optional(parsePrice)
  const known = entry.at('efforts').optional((field) => field.list().map((effort) => effort.oneOf(allEfforts)))
  const takesImages = entry.at('takesImages').optional((field) => field.boolean())
  return [
    parseModelId(entry.at('id')),
    {
      ...(windowTokens === null ? {} : { windowTokens }),
      ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
      ...(price === null ? {} : { price, longPrice: null }),
      ...(known === null ? {} : { efforts: known }),
      ...(takesImages === null ? {} : { takesImages }),
    },
  ]
}

function parseModelId(field: ConfigField): string {
  return field.text(/^\S+$/, 'the id of a model as the API takes it')
}

/** Input that is cached or written to a cache costs as other input does, unless said otherwise. */
function parsePrice(field: ConfigField): Price {
  field.only('input', 'cachedInput', 'cacheWrite', 'output')
  const input = field.at('input').number(0)
  return {
    input,
    cachedInput: field.at('cachedInput').optional((rate) => rate.number(0)) ?? input,
    cacheWrite: field.at('cacheWrite').optional((rate) => rate.number(0)) ?? input,
    output: field.at('output').number(0),
  }
}
