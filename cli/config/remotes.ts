import type { ConfigField } from '../../core/models/config-field.ts'
import { addressFault } from '../../remote/client/address-fault.ts'
import { nearest } from '../../core/values/nearest.ts'

/** A gateway by a name of one's own, from `remotes` in the config file. Its key is never in there. */
export interface RemoteProfile {
  readonly name: string
  readonly url: string
  /** Variable that holds the key. */
  readonly keyEnv: string | null
  /** Prints the key: program and arguments. */
  readonly keyCommand: readonly string[] | null
}

/** A gateway whose sessions are meant. */
export interface RemotePlace {
  /** What a person calls it: the name of a profile, or the host of an address. */
  readonly name: string
  readonly url: string
  readonly key: string
}

/** Says that sessions of this machine are meant, whatever the config file says. */
export const noRemote = 'none'

/** The stack that `lightspeed dev up` starts. */
export const devRemote = 'dev'

const builtIn: readonly string[] = [devRemote, noRemote]

/** Whether a text can be the name of a profile; anything else is an address. */
export function isRemoteName(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]*$/.test(text)
}

/** `remotes`: `{ name: { url, keyEnv? or keyCommand? } }`. @throws ConfigError naming file and field */
export function parseRemotes(root: ConfigField): readonly RemoteProfile[] {
  return root.keys().map((name) => parseRemote(name, root.at(name)))
}

function parseRemote(name: string, entry: ConfigField): RemoteProfile {
  if (!isRemoteName(name)) entry.fail('needs a short name in small letters, such as "work"')
  if (builtIn.includes(name)) entry.fail('is built in; choose another name')
  entry.only('url', 'keyEnv', 'keyCommand')
  const keyEnv = entry.at('keyEnv').optional((field) => field.text(/^[A-Za-z_][A-Za-z0-9_]*$/, keyEnvMeaning))
  const keyCommand = entry.at('keyCommand').optional(parseCommand)
  if (keyEnv !== null && keyCommand !== null) entry.fail('has both keyEnv and keyCommand; keep one')
  return { name, url: parseAddress(entry.at('url')), keyEnv, keyCommand }
}

const keyEnvMeaning = 'the name of an environment variable, such as "WORK_KEY", never the key itself'
const urlMeaning = 'the address of a gateway, such as "https://lightspeed.example.com"'

/** An address of a gateway. @throws ConfigError, without what stands there */
function parseAddress(field: ConfigField): string {
  const address = field.text(/^\S+$/, urlMeaning)
  const fault = addressFault(address)
  return fault === null ? address : field.fail(fault)
}

function parseCommand(field: ConfigField): readonly string[] {
  const words = field.list().map((word) => word.text(/^[^\0]*$/, 'a word of a command'))
  return words[0] ? words : field.fail('is empty; it is a list such as ["pass", "show", "lightspeed"]')
}

/** `remote`: an address, or the name of one of the remotes. @throws ConfigError */
export function parseRemoteChoice(field: ConfigField, remotes: readonly RemoteProfile[]): string {
  const text = field.text(/^\S+$/, 'a name of remotes, or the address of a gateway')
  if (!isRemoteName(text)) return parseAddress(field)
  if (builtIn.includes(text) || remotes.some(({ name }) => name === text)) return text
  return field.fail(`is "${text}": ${unknownRemote(text, remotes)}`)
}

/** What to say of a name that no remote has. */
export function unknownRemote(name: string, remotes: readonly RemoteProfile[]): string {
  const names = [...remotes.map((remote) => remote.name), ...builtIn]
  const meant = nearest(name, names)
  const hint = meant === null ? '' : `did you mean ${meant}? `
  return `there is no remote ${name}; ${hint}there are ${names.join(', ')}, and addresses begin with https://`
}
