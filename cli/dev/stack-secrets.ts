import { randomBytes } from 'node:crypto'
import { readPrivateFile, writePrivateFile } from '../config/private-file.ts'
import { FailedError } from '../errors.ts'

/** What opens the parts of a stack. */
export interface StackSecrets {
  /** Seals the model keys. */
  readonly masterKey: string
  readonly postgresPassword: string
  readonly s3AccessKey: string
  readonly s3SecretKey: string
  /** Of the gateway; null before the first start. */
  readonly apiKey: string | null
}

/** The secrets of a stack; null when there are none yet. @throws FailedError */
export function readSecrets(file: string): StackSecrets | null {
  const text = readPrivateFile(file)
  if (text === null) return null
  try {
    return JSON.parse(text) as StackSecrets
  } catch {
    // Not the parser's words: they quote the text.
    throw new FailedError('dev-state', `${file} is damaged; lightspeed dev down --delete-data begins anew`)
  }
}

/** Replaces them at once. */
export function writeSecrets(file: string, secrets: StackSecrets): void {
  writePrivateFile(file, `${JSON.stringify(secrets, null, 2)}\n`)
}

/** Those there are, or new ones, stored before anything is locked with them. */
export function requireSecrets(file: string): StackSecrets {
  const found = readSecrets(file)
  if (found !== null) return found
  const made: StackSecrets = {
    masterKey: randomBytes(32).toString('base64'),
    postgresPassword: randomBytes(24).toString('hex'),
    s3AccessKey: randomBytes(10).toString('hex'),
    s3SecretKey: randomBytes(24).toString('hex'),
    apiKey: null,
  }
  writeSecrets(file, made)
  return made
}
