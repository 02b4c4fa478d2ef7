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
import { dirname } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { FailedError } from '../errors.ts'
import { makePrivate } from './directories.ts'

/**
 * The text of a file with secrets; null when there is none. What is checked is what is read: the open file. Windows has no
 * modes to check. @throws FailedError when others could read or replace it
 */
export function readPrivateFile(file: string): string | null {
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

/** Replaces a file that only its owner may read, at once; its directory is closed to others too. @throws FailedError */
export function writePrivateFile(file: string, text: string): void {
  const directory = dirname(file)
  makePrivate(directory)
  // One that was made for something else may be open to others.
  chmodSync(directory, 0o700)
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const fd = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(fd, text)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function unsafe(file: string, reason: string, remedy: string): FailedError {
  return new FailedError('keys-unsafe', `will not take keys from ${file}: ${reason}; ${remedy}`)
}
