import { errorCode, errorMessage } from '../../core/values/errors.ts'
import { connectRemote } from '../../remote/client/connect-remote.ts'
import type { Config } from '../config/config-file.ts'
import { unknownRemote, type RemoteProfile } from '../config/remotes.ts'
import { UsageError } from '../errors.ts'
import { storedKeyName } from '../remote/remote-place.ts'
import { canAsk } from './login.ts'
import { readPipedKey } from './read-piped-key.ts'
import { keyProblem, storeKey } from './store-key.ts'

/** `auth login --remote` as it was typed, and where keys are kept. */
export interface RemoteLogin {
  readonly name: string
  /** `--with-key`: only `-` is taken. */
  readonly withKey: string | null
  readonly directory: string
  readonly config: Pick<Config, 'remotes'>
}

/** Takes the API key of a remote and stores it. Returns what to say, or null when the person left. @throws UsageError */
export async function loginRemote({ name, withKey, directory, config }: RemoteLogin): Promise<string | null> {
  const profile = config.remotes.find((remote) => remote.name === name)
  if (profile === undefined) throw new UsageError(unknownRemote(name, config.remotes))
  const other = profile.keyEnv ?? profile.keyCommand?.[0] ?? null
  if (other !== null) throw new UsageError(`remote ${name} takes its key from ${other}, as the config file says`)
  const example = `printf %s "$KEY" | lightspeed auth login --remote ${name} --with-key -`
  if (withKey !== null && withKey !== '-')
    throw new UsageError(`a key on the command line can be read by others; pipe it in: ${example}`)
  const key = withKey === null && canAsk() ? await askForKey(profile) : await readPipedKey(example, withKey === '-')
  if (key === null) return null
  return `the key of remote ${name} is stored in ${storeKey(storedKeyName(name), key, directory)}`
}

/** Asks until a key is taken, or cannot be tried. Null when the person leaves. */
async function askForKey({ name, url }: RemoteProfile): Promise<string | null> {
  const { isCancel, log, password } = await import('@clack/prompts')
  for (;;) {
    const message = `API key of ${name} (${url})`
    const key = await password({ message, validate: (typed) => keyProblem(typed ?? '') ?? undefined })
    if (isCancel(key)) return null
    try {
      ;(await connectRemote({ url, key: key.trim() })).close()
      return key
    } catch (error) {
      if (errorCode(error) !== 'remote-key') {
        log.warn(`The key could not be tried: ${errorMessage(error)}`)
        return key
      }
      log.error(errorMessage(error))
    }
  }
}
