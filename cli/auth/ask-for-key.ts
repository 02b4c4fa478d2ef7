import type { Provider } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { readConfig } from '../config/config-file.ts'
import { defaultModels } from '../config/choose-model.ts'
import { writeSetting } from '../config/write-config.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { keyVariable } from './environment.ts'
import { proveKey } from './prove-key.ts'
import { keyProblem, storeKey } from './store-key.ts'

/** Where keys and settings are kept, and what providers there are. */
export interface KeyDesk {
  /** Config directory. */
  readonly directory: string
  readonly configured: readonly ConfiguredProvider[]
  readonly env: NodeJS.ProcessEnv
}

/** Asks for the key of a provider until one is taken, and stores it. False when the person leaves. */
export async function askForKey(provider: Provider, desk: KeyDesk): Promise<boolean> {
  const { confirm, isCancel, log, password } = await import('@clack/prompts')
  const variable = provider.keyEnv ?? ''
  const set = keyVariable(provider.name, variable, desk.env)
  if (set !== null) log.warn(`${set} is set in the environment, and wins over a stored key.`)
  else log.info(`It is stored in a file that only you can read. To use the environment instead: export ${variable}=...`)
  for (;;) {
    const message = `Key of ${provider.name}`
    const key = await password({ message, validate: (typed) => keyProblem(typed ?? '') ?? undefined })
    if (isCancel(key)) return false
    log.step(`Asking ${provider.name} ...`)
    const proof = await proveKey(provider, key.trim(), desk.configured, desk.env)
    if (proof.type === 'refused') {
      log.error(`${provider.name} does not take this key: ${sanitizeLine(proof.message)}`)
      continue
    }
    if (proof.type === 'unproven') {
      log.warn(`The key could not be tried: ${sanitizeLine(proof.message)}`)
      const anyway = await confirm({ message: 'Store it all the same?', initialValue: false })
      if (isCancel(anyway)) return false
      if (!anyway) continue
    }
    const file = storeKey(provider.name, key, desk.directory)
    log.success(`${proof.type === 'accepted' ? 'The key works. ' : ''}Stored in ${file}`)
    return true
  }
}

const keep = ''

/** Offers the models of a provider as the default; null leaves what is set. `mustChoose`: something has to be. */
export async function askForModel(provider: Provider, desk: KeyDesk, mustChoose: boolean): Promise<string | null> {
  const { isCancel, log, select } = await import('@clack/prompts')
  const known = Object.keys(provider.models).map((id) => `${provider.name}/${id}`)
  if (known.length === 0) {
    log.info(`Name its model with -m ${provider.name}/MODEL, or: lightspeed config set model ${provider.name}/MODEL`)
    return null
  }
  const current = readConfig(desk.directory).model
  const first = defaultModels.map(({ model }) => model).find((model) => known.includes(model)) ?? known[0] ?? ''
  const isOwn = current !== null && known.includes(current)
  const leave = { value: keep, label: current === null ? 'none for now' : `leave ${sanitizeLine(current)}` }
  const chosen = await select({
    message: 'Model to use without -m',
    options: [...(mustChoose ? [] : [leave]), ...known.map((value) => ({ value, label: value }))],
    initialValue: isOwn ? current : mustChoose || current === null ? first : keep,
    maxItems: 8,
  })
  if (isCancel(chosen) || chosen === keep) return null
  writeSetting(desk.directory, 'model', chosen)
  return chosen
}
