import { chooseModel, type ChoosingKeys } from '../config/choose-model.ts'
import type { Config } from '../config/config-file.ts'
import { allProviders } from '../../core/models/providers.ts'

const chat = 'lightspeed chat --remote dev'

/** What a person types next, so that a model answers whose key the server has. */
export function nextStep(
  { model, providers }: Pick<Config, 'model' | 'providers'>,
  withKeys: readonly string[],
): string {
  const keyed = allProviders(providers).filter(({ name, keyEnv }) => keyEnv !== null && withKeys.includes(name))
  const choose = (hasKey: ChoosingKeys['hasKey']) => chooseModel({ flag: null, config: model, providers, hasKey }).text
  if (model === null && keyed.length === 0) return `${chat} -m demo/scripted`
  const [answers, usual] = [choose(({ name }) => withKeys.includes(name)), choose(() => true)]
  return answers === usual ? chat : `${chat} -m ${answers}`
}
