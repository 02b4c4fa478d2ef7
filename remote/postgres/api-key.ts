import { createHash, randomBytes } from 'node:crypto'

/** A new key, as its owner is shown it once. */
export interface NewApiKey {
  /** Names it in lists; may be shown. */
  readonly id: string
  /** `ls_<id>_<secret>`: 256 random bits, so that a plain hash of it keeps it. */
  readonly key: string
}

const idLetters = 'abcdefghijklmnopqrstuvwxyz234567'

/** Makes one up. */
export function newApiKey(): NewApiKey {
  const id = [...randomBytes(10)].map((byte) => idLetters[byte % idLetters.length]).join('')
  return { id, key: `ls_${id}_${randomBytes(32).toString('base64url')}` }
}

/** What is stored of a key: its SHA-256. */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
