import { execFileSync } from 'node:child_process'
import { errorCode } from '../../core/values/errors.ts'
import { isKeyText } from '../../remote/client/is-key-text.ts'
import { NoKeyError } from '../errors.ts'

/** A password manager may ask a person each time: once is enough for a process. */
const printed = new Map<string, string>()

/** The API key that the command of a remote prints; it may use the terminal to ask for a password. @throws NoKeyError */
export function printedKey(remote: string, command: readonly string[]): string {
  const known = printed.get(command.join('\0'))
  if (known !== undefined) return known
  const key = firstLine(remote, command)
  printed.set(command.join('\0'), key)
  return key
}

/** Such tools print the secret first, and notes about it below. */
function firstLine(remote: string, [program = '', ...args]: readonly string[]): string {
  let output: string
  try {
    output = execFileSync(program, args, { encoding: 'utf8', stdio: ['inherit', 'pipe', 'inherit'] })
  } catch (error) {
    // Without what it printed, which may be half a key.
    throw new NoKeyError(`the keyCommand of remote ${remote} failed: ${program} ${reasonOf(error)}`)
  }
  const [key = ''] = output.split('\n').map((line) => line.trim())
  if (isKeyText(key)) return key
  throw new NoKeyError(`the keyCommand of remote ${remote} (${program}) printed no key: one word on its first line`)
}

function reasonOf(error: unknown): string {
  if (errorCode(error) === 'ENOENT') return 'is not there'
  const { status, signal } = error as { readonly status?: number | null; readonly signal?: string | null }
  return signal ? `was ended by ${signal}` : `ended with ${status ?? errorCode(error) ?? 'an error'}`
}
