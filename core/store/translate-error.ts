import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, errorMessage, LightspeedError } from '../values/errors.ts'
import { DiskFullError, StoreBusyError, StoreCorruptError, StoreIoError, StoreReadOnlyError } from './errors.ts'

/** A typed error, with what to do about it, for whatever SQLite or the file system threw. Others pass unchanged. */
export function translateError(error: unknown, directory: string): unknown {
  const code = errorCode(error)
  if (code === null || error instanceof LightspeedError) return error
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)$/.test(code)) return new DiskFullError(directory, error)
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return new StoreCorruptError(directory, error)
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return new StoreBusyError(directory, error)
  if (code.startsWith('SQLITE_CANTOPEN') && isWritable(directory))
    return new StoreIoError(directory, errorMessage(error), error)
  if (/^(SQLITE_(READONLY|PERM|CANTOPEN)|EACCES|EPERM|EROFS)/.test(code))
    return new StoreReadOnlyError(directory, error)
  // Making directories on a read-only file system fails with ENOENT.
  if (code === 'ENOENT' && !isWritable(nearestExisting(directory))) return new StoreReadOnlyError(directory, error)
  // SQLite reports a full disk as a plain I/O error when it cannot grow its shared memory file.
  if (code.startsWith('SQLITE_IOERR') && isFull(directory)) return new DiskFullError(directory, error)
  if (/^(SQLITE_|E[A-Z]+$)/.test(code)) return new StoreIoError(directory, errorMessage(error), error)
  return error
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const fullBelowBytes = 64 * 1024

function isFull(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize < fullBelowBytes
  } catch {
    return false
  }
}
