import { closeSync, constants, fchmodSync, fchownSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { errorCode } from '../../core/values/errors.ts'
import type { DirectoryHandle } from './directory-handle.ts'

/** How a file is made. */
export interface CreateFileOptions {
  /** Permission bits, whatever the umask. */
  readonly mode: number
  /** Whether the bytes are on disk, not only in its cache, when it returns. */
  readonly durable: boolean
  /** Whom it shall belong to, where the process may say so. */
  readonly owner?: { readonly uid: number; readonly gid: number }
}

const openFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** Makes a file at a free name; private until it is complete, and gone again when it fails. Throws what `fs` throws. */
export function createFile(
  directory: DirectoryHandle,
  name: string,
  bytes: Uint8Array,
  options: CreateFileOptions,
): void {
  const path = `${directory.place}/${name}`
  const descriptor = openSync(path, openFlags, 0o600)
  try {
    for (let written = 0; written < bytes.byteLength;) {
      written += writeSync(descriptor, bytes, written, bytes.byteLength - written)
    }
    if (options.owner !== undefined) giveTo(descriptor, options.owner)
    fchmodSync(descriptor, options.mode)
    if (options.durable) fsyncSync(descriptor)
  } catch (error) {
    unlinkSync(path)
    throw error
  } finally {
    closeSync(descriptor)
  }
}

function giveTo(descriptor: number, owner: { readonly uid: number; readonly gid: number }): void {
  if (process.geteuid?.() !== 0) return
  try {
    fchownSync(descriptor, owner.uid, owner.gid)
  } catch (error) {
    if (errorCode(error) !== 'EPERM' && errorCode(error) !== 'EINVAL') throw error
  }
}
