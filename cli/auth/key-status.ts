import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import { allProviders } from '../../core/models/providers.ts'
import { keyVariable } from './environment.ts'
import type { Keys } from './keys-file.ts'

/** Where the key of a provider comes from. */
export interface KeyStatus {
  readonly provider: string
  /** Variable that is read first; null when the provider asks for no key. */
  readonly keyEnv: string | null
  readonly source: 'environment' | 'file' | 'none' | 'not-needed'
  /** The variable that has it. */
  readonly variable: string | null
  /** Last four characters of a key that is long enough to stay secret. */
  readonly ends: string | null
}

/** Every provider but the demo. */
export function keyStatuses(
  configured: readonly ConfiguredProvider[],
  env: NodeJS.ProcessEnv,
  keys: Keys,
): readonly KeyStatus[] {
  return allProviders(configured)
    .filter(({ name }) => name !== 'demo')
    .map(({ name, keyEnv }): KeyStatus => {
      const facts = { provider: name, keyEnv, variable: null, ends: null }
      if (keyEnv === null) return { ...facts, source: 'not-needed' }
      const variable = keyVariable(name, keyEnv, env)
      if (variable !== null)
        return { ...facts, source: 'environment', variable, ends: endOf(env[variable]?.trim() ?? '') }
      const stored = Object.hasOwn(keys, name) ? keys[name] : undefined
      return stored === undefined ? { ...facts, source: 'none' } : { ...facts, source: 'file', ends: endOf(stored) }
    })
}

/** Whether any key is there. */
export function hasAnyKey(statuses: readonly KeyStatus[]): boolean {
  return statuses.some(({ source }) => source === 'environment' || source === 'file')
}

/** Where it comes from, in words. */
export function sourceWords({ source, variable, keyEnv, provider }: KeyStatus): string {
  if (source === 'environment') return `from the environment (${variable ?? ''})`
  if (source === 'file') return 'stored'
  if (source === 'not-needed') return 'needs no key'
  return `none: lightspeed auth login ${provider}, or export ${keyEnv ?? ''}=...`
}

/** Shorter ones would be given away by their end. */
const shortestShown = 16

function endOf(key: string): string | null {
  return key.length >= shortestShown ? key.slice(-4) : null
}
