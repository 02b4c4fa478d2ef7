import { allProviders, type Provider } from '../../core/models/providers.ts'
import { resolveModel } from '../../core/models/resolve-model.ts'
import { errorCode } from '../../core/values/errors.ts'
import { chooseModel } from '../config/choose-model.ts'
import { keysOf } from '../config/has-key.ts'
import type { Config } from '../config/config-file.ts'
import { writeSetting } from '../config/write-config.ts'
import { askForKey, askForModel } from './ask-for-key.ts'
import { canAsk } from './login.ts'

/** What a first run is asked with. */
export interface FirstRunDesk {
  /** Config directory. */
  readonly directory: string
  readonly config: Pick<Config, 'model' | 'providers'>
  /** Stored keys included: `environment(config.providers)`. */
  readonly env: NodeJS.ProcessEnv
}

/** What became of a first run. `ready`: nothing had to be asked, or nobody can be. */
export type FirstRun =
  | { readonly type: 'ready' }
  | { readonly type: 'chosen'; /** For `-m`. */ readonly model: string }
  | { readonly type: 'left' }

const demoModel = 'demo/scripted'

/** Whether a session could not be started for want of a key. `model`: what `-m` says. */
export function lacksKey({ config, env }: Pick<FirstRunDesk, 'config' | 'env'>, model: string | null = null): boolean {
  try {
    const { text } = chooseModel({ flag: model, config: config.model, providers: config.providers, ...keysOf(env) })
    resolveModel(text, config.providers, env)
    return false
  } catch (error) {
    const code = errorCode(error)
    return code === 'auth' || code === 'no-key'
  }
}

/** Asks a newcomer for a provider, its key and a model, and stores them. Never asks without a terminal. */
export async function firstRun(desk: FirstRunDesk, model: string | null = null): Promise<FirstRun> {
  if (!canAsk() || !lacksKey(desk, model)) return { type: 'ready' }
  const { cancel, intro, outro } = await import('@clack/prompts')
  intro('Welcome to Lightspeed')
  const chosen = await chooseFirst(desk)
  if (chosen === null) {
    cancel(
      'Nothing was stored. Later: lightspeed auth login, or without a key: lightspeed run -m demo/scripted "try it"',
    )
    return { type: 'left' }
  }
  outro(`Using ${chosen}`)
  return { type: 'chosen', model: chosen }
}

async function chooseFirst({ directory, config, env }: FirstRunDesk): Promise<string | null> {
  const { isCancel, select } = await import('@clack/prompts')
  const providers = allProviders(config.providers)
  const others = config.providers.filter(({ name }) => name !== 'openai' && name !== 'anthropic')
  const name = await select({
    message: 'Which provider answers?',
    options: [
      { value: 'anthropic', label: 'Anthropic', hint: 'Claude' },
      { value: 'openai', label: 'OpenAI', hint: 'GPT' },
      ...others.map((other) => ({ value: other.name, label: other.name, hint: other.baseURL ?? '' })),
      { value: 'demo', label: 'try the demo', hint: 'no key, nothing leaves this machine' },
    ],
  })
  const provider = isCancel(name) ? undefined : providers.find((known) => known.name === name)
  if (provider === undefined) return null
  // A try is no choice for good: the next first run asks again.
  if (provider.name === 'demo') return demoModel
  const desk = { directory, configured: config.providers, env }
  if (provider.keyEnv !== null && !(await askForKey(provider, desk))) return null
  return (await askForModel(provider, desk, true)) ?? onlyModel(provider, directory)
}

/** The person left the question after the key: the key is stored, and its first model will do. */
function onlyModel(provider: Provider, directory: string): string | null {
  const [first] = Object.keys(provider.models)
  if (first === undefined) return null
  const model = `${provider.name}/${first}`
  writeSetting(directory, 'model', model)
  return model
}
