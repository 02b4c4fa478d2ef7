import { join } from 'node:path'
import { readPrivateFile, writePrivateFile } from '../config/private-file.ts'
import { FailedError } from '../errors.ts'

/** Keys by the name of their provider. */
export type Keys = Readonly<Record<string, string>>

/** The file of the keys in a config directory. */
export function keysPath(directory: string): string {
  return join(directory, 'keys.json')
}

/** The stored keys; none when there is no file. @throws FailedError when others could read or replace it */
export function readKeys(directory: string): Keys {
  const file = keysPath(directory)
  const text = readPrivateFile(file)
  if (text === null) return {}
  const keys: unknown = parse(text, file)
  if (
    typeof keys === 'object' &&
    keys !== null &&
    !Array.isArray(keys) &&
    Object.values(keys).every((key) => typeof key === 'string')
  )
    return { ...keys }
  throw damaged(file)
}

/** Replaces the stored keys at once. @throws FailedError */
export function writeKeys(directory: string, keys: Keys): void {
  writePrivateFile(keysPath(directory), `${JSON.stringify(keys, null, 2)}\n`)
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not the parser's words: they quote the text.
    throw damaged(file)
  }
}

function damaged(file: string): FailedError {
  return new FailedError('keys-damaged', `${file} does not hold keys by provider; delete it and log in again`)
}
