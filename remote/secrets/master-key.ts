import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { errorMessage } from '../../core/values/errors.ts'
import { MasterKeyError } from './errors.ts'

const keyBytes = 32

/** How long the command may take, ms. */
const commandMs = 30_000

/**
 * The key that seals others, from the environment or from a command that fetches it, of a KMS say.
 * @throws MasterKeyError
 */
export async function readMasterKey(env: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const { LIGHTSPEED_MASTER_KEY: given, LIGHTSPEED_MASTER_KEY_COMMAND: command } = env
  if (given) return decode(given, 'LIGHTSPEED_MASTER_KEY does not hold 32 bytes in base64')
  if (command)
    return decode(await printed(command, env), 'LIGHTSPEED_MASTER_KEY_COMMAND did not print 32 bytes in base64')
  throw new MasterKeyError('there is no master key to keep model keys with')
}

function decode(text: string, reason: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64')
  // Node skips what is no base64 and decodes the rest.
  if (bytes.length !== keyBytes || bytes.toString('base64') !== text.trim()) throw new MasterKeyError(reason)
  return bytes
}

async function printed(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { env, timeout: commandMs })
    return stdout
  } catch (error) {
    // Without what it printed, which may be half a key.
    const [reason = ''] = errorMessage(error).split('\n')
    throw new MasterKeyError(`LIGHTSPEED_MASTER_KEY_COMMAND failed (${reason})`)
  }
}
