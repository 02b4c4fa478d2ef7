import type { Provider } from '../../core/models/providers.ts'
import { allProviders } from '../../core/models/providers.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { findProvider } from '../../core/models/resolve-model.ts'
import { isKeyText } from '../../remote/client/is-key-text.ts'
import { UsageError } from '../errors.ts'
import { keysPath, readKeys, writeKeys } from './keys-file.ts'

/** A provider that takes a key, by the name that was typed. @throws ModelChoiceError, UsageError */
export function keyedProvider(name: string, configured: readonly ConfiguredProvider[]): Provider {
  const provider = findProvider(name, allProviders(configured))
  if (provider.keyEnv !== null) return provider
  const how =
    name === 'demo' ? 'use -m demo/scripted' : 'add keyEnv to its entry in the config file if it should have one'
  throw new UsageError(`${name} asks for no key; ${how}`)
}

/** What is wrong with a key as typed or piped, or null. */
export function keyProblem(key: string): string | null {
  if (key.trim() === '') return 'the key is empty'
  return isKeyText(key.trim()) ? null : 'a key is one word without spaces or special characters'
}

/** Stores a key and says where. @throws UsageError, FailedError */
export function storeKey(provider: string, key: string, directory: string): string {
  const problem = keyProblem(key)
  if (problem !== null) throw new UsageError(problem)
  writeKeys(directory, { ...readKeys(directory), [provider]: key.trim() })
  return keysPath(directory)
}

/** Forgets stored keys: of one provider, or all of them. Returns whose; @throws UsageError when there is none */
export function forgetKeys(wanted: string | null, directory: string): readonly string[] {
  const keys = readKeys(directory)
  const stored = Object.keys(keys)
  if (stored.length === 0) throw new UsageError('no key is stored here')
  if (wanted !== null && !stored.includes(wanted))
    throw new UsageError(`no key of ${wanted} is stored; there are keys of ${stored.join(', ')}`)
  const gone = wanted === null ? stored : [wanted]
  writeKeys(directory, Object.fromEntries(Object.entries(keys).filter(([name]) => !gone.includes(name))))
  return gone
}
