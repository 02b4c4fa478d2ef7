import { keysPath, readKeys } from '../auth/keys-file.ts'
import type { Config } from '../config/config-file.ts'
import type { Directories } from '../config/directories.ts'
import {
  devRemote,
  isRemoteName,
  noRemote,
  unknownRemote,
  type RemotePlace,
  type RemoteProfile,
} from '../config/remotes.ts'
import { readDevRemote } from '../dev/dev-remote.ts'
import { NoKeyError, UsageError } from '../errors.ts'
import { isKeyText } from '../../remote/client/is-key-text.ts'
import { checkRemote } from './check-remote.ts'
import { printedKey } from './printed-key.ts'

/**
 * What says where sessions are: `--remote` and LIGHTSPEED_REMOTE, else the config file. Null when they are on this machine.
 * @throws UsageError
 */
export function remoteWish(env: NodeJS.ProcessEnv, config: Pick<Config, 'remote'>): string | null {
  const { LIGHTSPEED_REMOTE: exported } = env
  if (exported) checkRemote(exported, 'LIGHTSPEED_REMOTE')
  const wish = exported || config.remote
  return wish === noRemote ? null : wish
}

/** Where sessions are, when they are not on this machine; null when they are. @throws UsageError, NoKeyError, FailedError */
export function remotePlace(
  env: NodeJS.ProcessEnv,
  config: Pick<Config, 'remote' | 'remotes'>,
  places: Pick<Directories, 'config' | 'data'>,
): RemotePlace | null {
  const wish = remoteWish(env, config)
  if (wish === null) return null
  if (wish === devRemote) return readDevRemote(places)
  if (!isRemoteName(wish)) return { name: hostOf(wish), url: wish, key: exportedKey(env, wish) }
  const profile = config.remotes.find(({ name }) => name === wish)
  if (profile === undefined) throw new UsageError(unknownRemote(wish, config.remotes))
  return { name: profile.name, url: profile.url, key: profileKey(profile, env, places) }
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address
}

function exportedKey(env: NodeJS.ProcessEnv, url: string): string {
  const key = env['LIGHTSPEED_REMOTE_KEY']?.trim()
  if (key) return checkedKey(key, 'LIGHTSPEED_REMOTE_KEY')
  throw new NoKeyError(`${url} needs an API key: export LIGHTSPEED_REMOTE_KEY=... (lightspeed keys create makes one)`)
}

/** Never LIGHTSPEED_REMOTE_KEY: it belongs to an address, and would be sent to another one. */
function profileKey(
  { name, keyEnv, keyCommand }: RemoteProfile,
  env: NodeJS.ProcessEnv,
  places: Pick<Directories, 'config'>,
): string {
  if (keyCommand !== null) return printedKey(name, keyCommand)
  if (keyEnv !== null) {
    const key = env[keyEnv]?.trim()
    if (key) return checkedKey(key, keyEnv)
    throw new NoKeyError(`remote ${name} takes its API key from ${keyEnv}, which is not set: export ${keyEnv}=...`)
  }
  const key = readKeys(places.config)[storedKeyName(name)]
  if (key !== undefined) return checkedKey(key, keysPath(places.config))
  throw new NoKeyError(
    `remote ${name} needs an API key: lightspeed auth login --remote ${name} stores it, or give it keyEnv or keyCommand in the config file`,
  )
}

/** Says where a wrong key came from and never the key, which may be right but for a line break. @throws NoKeyError */
function checkedKey(key: string, where: string): string {
  if (isKeyText(key)) return key
  throw new NoKeyError(
    `${where} holds no API key: one is a single word without line breaks, spaces or special characters`,
  )
}

/** The entry of a remote among the stored keys; no provider can have such a name. */
export function storedKeyName(remote: string): string {
  return `remote:${remote}`
}
