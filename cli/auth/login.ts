import { allProviders, type Provider } from '../../core/models/providers.ts'
import { findProvider } from '../../core/models/resolve-model.ts'
import { UsageError } from '../errors.ts'
import { askForKey, askForModel, type KeyDesk } from './ask-for-key.ts'
import { pipeExample, readPipedKey } from './read-piped-key.ts'
import { keyedProvider, storeKey } from './store-key.ts'

/** `auth login` as it was typed. */
export interface LoginWish {
  readonly provider: string | null
  /** `--with-key`: only `-` is taken. */
  readonly withKey: string | null
}

/** Whether a person can be asked: on stdin and on stdout. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}

/** Takes a key and stores it. Returns what to say, or null when the person left. @throws UsageError */
export async function login({ provider, withKey }: LoginWish, desk: KeyDesk): Promise<string | null> {
  if (withKey !== null && withKey !== '-')
    throw new UsageError(
      `a key on the command line can be read by others; pipe it in: ${pipeExample(provider ?? 'PROVIDER')}`,
    )
  if (withKey === null && canAsk()) return askAndStore(provider, desk)
  if (withKey === null && process.stdin.isTTY)
    throw new UsageError(`there is no terminal to ask on; ${pipeExample(provider ?? 'PROVIDER')}`)
  if (provider === null) throw new UsageError(`name the provider: ${pipeExample('anthropic')}`)
  const { name } = keyedProvider(provider, desk.configured)
  const file = storeKey(name, await readPipedKey(pipeExample(name), withKey === '-'), desk.directory)
  return `the key of ${name} is stored in ${file}`
}

async function askAndStore(wanted: string | null, desk: KeyDesk): Promise<string | null> {
  const { intro, outro } = await import('@clack/prompts')
  intro('Log in to a provider')
  const provider = wanted === null ? await askForProvider(desk) : keyedProvider(wanted, desk.configured)
  if (provider === null || !(await askForKey(provider, desk))) return null
  const model = await askForModel(provider, desk, false)
  outro(`Ready: lightspeed run ${model === null ? `-m ${provider.name}/MODEL ` : ''}"what to do"`)
  return ''
}

async function askForProvider(desk: KeyDesk): Promise<Provider | null> {
  const { isCancel, select } = await import('@clack/prompts')
  const providers = allProviders(desk.configured).filter(({ keyEnv }) => keyEnv !== null)
  const options = providers.map(({ name }) => ({ value: name, label: name }))
  const chosen = await select({ message: 'Provider', options, initialValue: 'anthropic' })
  return isCancel(chosen) ? null : findProvider(chosen, providers)
}
