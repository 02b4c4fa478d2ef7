import { allProviders, type Provider } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import type { Effort } from '../../core/values/model-facts.ts'
import { NoKeyError } from '../errors.ts'

/** Models taken when neither `-m` nor the config names one: the first whose provider has a key. */
export const defaultModels: readonly { readonly provider: string; readonly model: string }[] = [
  { provider: 'anthropic', model: 'anthropic/claude-sonnet-5-5' },
  { provider: 'openai', model: 'openai/gpt-6.2-sol' },
]

/** A model's name and who chose it. */
export interface ChosenModel {
  readonly text: string
  readonly source: 'flag' | 'config' | 'key'
}

/** By which keys a model is chosen that nobody names. */
export interface ChoosingKeys {
  readonly hasKey: (provider: Pick<Provider, 'name' | 'keyEnv'>) => boolean
  /** What to say when none of them will do. Default: how to set one here. */
  readonly noneWords?: string
}

interface ModelWishes extends ChoosingKeys {
  /** `-m`. */
  readonly flag: string | null
  readonly config: string | null
  readonly providers: readonly ConfiguredProvider[]
}

const noneHere =
  'no model to ask: lightspeed auth login stores a key, or export ANTHROPIC_API_KEY=... or OPENAI_API_KEY=...; without a key: -m demo/scripted'

/** The model to start a session with. @throws NoKeyError when nothing says which */
export function chooseModel({ flag, config, providers, hasKey, noneWords = noneHere }: ModelWishes): ChosenModel {
  if (flag !== null) return { text: flag, source: 'flag' }
  if (config !== null) return { text: config, source: 'config' }
  const keyed = allProviders(providers).filter(hasKey)
  const usual = defaultModels.find(({ provider }) => keyed.some(({ name }) => name === provider))
  if (usual !== undefined) return { text: usual.model, source: 'key' }
  for (const { name, keyEnv, models } of providers) {
    const [first] = Object.keys(models)
    if (first !== undefined && keyEnv !== null && hasKey({ name, keyEnv }))
      return { text: `${name}/${first}`, source: 'key' }
  }
  throw new NoKeyError(noneWords)
}

/** The model's name with the effort that `--effort` asks for instead of its own. */
export function withEffort(model: string, effort: Effort | null): string {
  return effort === null ? model : `${model.replace(/:(minimal|low|medium|high|xhigh)$/, '')}:${effort}`
}
