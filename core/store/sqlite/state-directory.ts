import { chmodSync, closeSync, lstatSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../values/errors.ts'
import { makeDurableDirectory, syncDirectory } from '../durable-directory.ts'
import { UnsafeDirectoryError } from '../errors.ts'

const ownDirectory = 'set LIGHTSPEED_HOME to a directory of your own'

/** Makes the directory (0700) when missing. @throws UnsafeDirectoryError when others could write there */
export function prepareStateDirectory(directory: string): void {
  try {
    makeDurableDirectory(directory)
  } catch (error) {
    const code = errorCode(error)
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error
    throw new UnsafeDirectoryError(directory, 'a file is in the way', `move it, or ${ownDirectory}`)
  }
  const user = process.geteuid?.()
  // Windows: access lists decide, not modes.
  if (user === undefined) return
  const found = statSync(directory)
  if (found.uid !== user || lstatSync(directory).uid !== user)
    throw new UnsafeDirectoryError(directory, 'it belongs to another user', ownDirectory)
  if ((found.mode & 0o022) !== 0)
    throw new UnsafeDirectoryError(directory, 'others may write in it', `chmod 700 it, or ${ownDirectory}`)
}

/**
 * Creates the database file empty with mode 0600, which SQLite copies to its -wal and -shm files;
 * files left readable by others are closed to them. Independent of the umask, which is the whole
 * process's: lowering it would also decide the modes of files written for the person.
 */
export function preparePrivateFile(directory: string, name: string): string {
  const file = join(directory, name)
  if (createEmpty(file)) syncDirectory(directory)
  else if (process.platform !== 'win32') for (const suffix of ['', '-wal', '-shm']) makePrivate(file + suffix)
  return file
}

/** Never opens a file that exists: closing it would drop the locks of this process's connections. */
function createEmpty(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

function makePrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found !== undefined && (found.mode & 0o077) !== 0) chmodSync(file, 0o600)
}
