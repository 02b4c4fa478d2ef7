import { createHash, randomBytes } from 'node:crypto'
import { UsageError } from '../errors.ts'
import { isValidId, type CommandId, type SessionId } from '../../core/values/ids.ts'

/** Digits of ids: lower case, without those that look alike. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

function encode(bytes: Uint8Array): string {
  return [...bytes].map((byte) => digits[byte & 31]).join('')
}

/** A fresh session id: 12 digits of 5 random bits, easy to shorten to a prefix. */
export function newSessionId(): SessionId {
  return encode(randomBytes(12)) as SessionId
}

/** A fresh command id. */
export function newCommandId(): CommandId {
  return encode(randomBytes(16)) as CommandId
}

/** The session that an idempotency key means in a directory, when no session is named. */
export function keyedSessionId(directory: string, key: string): SessionId {
  const hash = createHash('sha256').update(`${directory}\0${key}`).digest()
  return `k${encode(hash.subarray(0, 19))}` as SessionId
}

/** The command that an idempotency key means inside a session. */
export function keyedCommandId(key: string): CommandId {
  return `key.${createHash('sha256').update(key).digest('hex').slice(0, 40)}` as CommandId
}

/** Whether a command may have been asked for before: other ids are fresh. */
export function isKeyed(id: CommandId): boolean {
  return id.startsWith('key.')
}

/** A session id from the command line. @throws UsageError */
export function readSessionId(text: string, flag: string): SessionId {
  if (!isValidId(text)) {
    throw new UsageError(
      `${flag} ${text}: ids hold letters, digits and _ . : -, start with a letter or digit, and have at most 128 characters`,
    )
  }
  return text as SessionId
}
