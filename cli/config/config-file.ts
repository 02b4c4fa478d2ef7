import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, ConfigField } from '../../core/models/config-field.ts'
import { parseProviders, type ConfiguredProvider } from '../../core/models/providers-config.ts'
import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { themeNames, type ThemeName } from '../tui/theme.ts'
import type { KeyOverrides } from '../tui/keys/keymap.ts'
import { parseKeys } from '../tui/keys/parse-keys.ts'
import { isObject } from '../../core/values/is-object.ts'
import { parseRemoteChoice, parseRemotes, type RemoteProfile } from './remotes.ts'

/** Whether commands run confined where that is possible, or not confined at all. */
export type SandboxChoice = 'auto' | 'none'
export const sandboxChoices: readonly SandboxChoice[] = ['auto', 'none']

/** What the config file says; null where it says nothing. */
export interface Config {
  readonly file: string
  /** Whether the file is there. */
  readonly exists: boolean
  readonly model: string | null
  readonly sandbox: SandboxChoice | null
  readonly maxTurns: number | null
  readonly theme: ThemeName | null
  /** Whether a bell rings when a long run ends, or from how many seconds a run is a long one. */
  readonly bell: boolean | number | null
  readonly providers: readonly ConfiguredProvider[]
  readonly keys: KeyOverrides | null
  /** Where sessions are without `--remote`: a name of `remotes` or an address. */
  readonly remote: string | null
  readonly remotes: readonly RemoteProfile[]
  /** Keys that mean nothing, to be warned of. */
  readonly unknownKeys: readonly string[]
}

/** The keys of the config file and what each is for. */
const configKeys = {
  model: 'provider/model[:effort] to use without -m',
  sandbox: 'auto or none, as --sandbox',
  maxTurns: 'turns of a run, as --max-turns',
  bell: 'a bell when a long run ends: true or false, or from how many seconds a run is a long one',
  theme: 'dark, light or plain: colours of the chat screen',
  providers: 'further providers by name: api, baseURL, keyEnv, dialect, headers, models',
  keys: 'keys of the chat by action: a key, a list of keys, or null for none',
  remote: 'where sessions are without --remote: a name of remotes, or the address of a gateway',
  remotes: 'gateways by name: url, and keyEnv or keyCommand',
} as const

/** Path of the config file in a config directory. */
export function configPath(directory: string): string {
  return join(directory, 'config.json')
}

/** Reads and checks the config file; a missing one says nothing. @throws ConfigError naming file and key */
export function readConfig(directory: string): Config {
  const file = configPath(directory)
  const text = readText(file)
  return checkConfig(text === null ? {} : parseObject(text, file), file, text !== null)
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new ConfigError(file, 'it', `cannot be read (${code ?? errorMessage(error)}); check its permissions`)
  }
}

/** The object that a JSON text holds. @throws ConfigError */
export function parseObject(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ConfigError(file, 'it', `is not valid JSON: ${errorMessage(error)}`)
  }
  if (!isObject(value)) throw new ConfigError(file, 'it', 'must hold a JSON object')
  return value
}

/** Checks what a config file holds. @throws ConfigError naming file and key */
export function checkConfig(value: Readonly<Record<string, unknown>>, file: string, exists: boolean): Config {
  const read = <T>(key: keyof typeof configKeys, parse: (field: ConfigField) => T): T | null =>
    new ConfigField(value[key], file, key).optional(parse)
  const remotes = read('remotes', parseRemotes) ?? []
  return {
    file,
    exists,
    model: read('model', (field) => field.text(/^[^/\s]+\/\S+$/, 'a name such as "anthropic/claude-sonnet-5-5"')),
    sandbox: read('sandbox', (field) => field.oneOf(sandboxChoices)),
    maxTurns: read('maxTurns', (field) => field.whole(1)),
    bell: read('bell', readBell),
    theme: read('theme', (field) => field.oneOf(themeNames)),
    providers: parseProviders(value['providers'], file),
    keys: read('keys', parseKeys),
    remote: read('remote', (field) => parseRemoteChoice(field, remotes)),
    remotes,
    unknownKeys: Object.keys(value).filter((key) => !(key in configKeys)),
  }
}

function readBell(field: ConfigField): boolean | number {
  if (typeof field.value === 'boolean') return field.value
  return typeof field.value === 'number' ? field.number(0) : field.fail('must be true, false or a number of seconds')
}
