import { chooseModel } from '../config/choose-model.ts'
import type { Config } from '../config/config-file.ts'
import { allProviders } from '../../core/models/providers.ts'
import { serversKeys } from '../remote/servers-keys.ts'

const chat = 'lightspeed chat --remote dev'

/** What a person types next, so that a model answers whose key the server has. */
export function nextStep(
  { model, providers }: Pick<Config, 'model' | 'providers'>,
  withKeys: readonly string[],
): string {
  const env = Object.fromEntries(
    allProviders(providers).flatMap(({ name, keyEnv }) =>
      keyEnv !== null && withKeys.includes(name) ? [[keyEnv, 'kept-on-the-server']] : [],
    ),
  )
  const choose = (known: NodeJS.ProcessEnv) => chooseModel({ flag: null, config: model, providers, env: known }).text
  if (model === null && Object.keys(env).length === 0) return `${chat} -m demo/scripted`
  const [answers, usual] = [choose(env), choose(serversKeys({}, providers))]
  return answers === usual ? chat : `${chat} -m ${answers}`
}
