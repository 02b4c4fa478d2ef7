import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Names the layout, so that another one can follow. */
const version = 1

/**
 * Seals a text with AES-256-GCM: a byte of version, nonce, tag, ciphertext. `context` is not in it and has to be the same to
 * open it: what was sealed for one tenant does not open for another. A nonce is random and serves once.
 */
export function seal(text: string, masterKey: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, masterKey, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed])
}

/** The text that was sealed; null for anything that was not sealed so, with this key and context. */
export function unseal(sealed: Uint8Array, masterKey: Uint8Array, context: string): string | null {
  const bytes = Buffer.from(sealed)
  const [nonceEnd, tagEnd] = [1 + nonceBytes, 1 + nonceBytes + tagBytes]
  if (bytes.length < tagEnd || bytes[0] !== version) return null
  try {
    const decipher = createDecipheriv(algorithm, masterKey, bytes.subarray(1, nonceEnd), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(nonceEnd, tagEnd))
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
