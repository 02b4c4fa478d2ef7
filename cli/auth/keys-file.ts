import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { makePrivate } from '../config/directories.ts'
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
  const text = readPrivately(file)
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
  makePrivate(directory)
  // One that was made for the config alone may be open to others.
  chmodSync(directory, 0o700)
  const file = keysPath(directory)
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const fd = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(fd, `${JSON.stringify(keys, null, 2)}\n`)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** What is checked is what is read: the open file. Windows has no modes to check. */
function readPrivately(file: string): string | null {
  let fd: number
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === 'ELOOP') throw unsafe(file, 'it is a symbolic link', 'replace it by the file itself')
    throw error
  }
  try {
    const stat = fstatSync(fd)
    const { mode, uid } = stat
    if (!stat.isFile()) throw unsafe(file, 'it is not a file', 'move it away')
    const user = process.geteuid?.()
    if (user !== undefined && uid !== user) throw unsafe(file, 'it belongs to another user', 'move it away')
    if (user !== undefined && (mode & 0o077) !== 0)
      throw unsafe(file, 'others may read it', `chmod 600 ${file}, and think of changing the keys in it`)
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not the parser's words: they quote the text.
    throw damaged(file)
  }
}

function unsafe(file: string, reason: string, remedy: string): FailedError {
  return new FailedError('keys-unsafe', `will not take keys from ${file}: ${reason}; ${remedy}`)
}

function damaged(file: string): FailedError {
  return new FailedError('keys-damaged', `${file} does not hold keys by provider; delete it and log in again`)
}
