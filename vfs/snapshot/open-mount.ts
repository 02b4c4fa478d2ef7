import { realpathSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { openDirectory, type DirectoryHandle } from '../disk/directory-handle.ts'
import { MountError } from './errors.ts'

/** A directory that may be mounted. */
export interface OpenMount {
  readonly handle: DirectoryHandle
  /** Its path without links. */
  readonly realPath: string
}

/**
 * Opens a directory, refusing one that holds, or is in, any of `forbidden` (Lightspeed's own data: opening a
 * live database a second time drops its locks). @throws MountError
 */
export function openMount(directory: string, forbidden: readonly string[]): OpenMount {
  let realPath: string
  let handle: DirectoryHandle
  try {
    realPath = realpathSync(directory)
    handle = openDirectory(realPath)
  } catch (error) {
    throw describe(directory, error)
  }
  const blocking = forbidden.map(realPathOf).find((own) => contains(realPath, own) || contains(own, realPath))
  if (blocking === undefined) return { handle, realPath }
  handle.close()
  const message = `${directory} cannot be mounted: Lightspeed keeps its own data in ${blocking}; mount another directory`
  throw new MountError('mount-forbidden', directory, message)
}

function describe(directory: string, error: unknown): MountError {
  const code = errorCode(error)
  if (code === 'ENOENT') {
    return new MountError('mount-missing', directory, `there is no directory ${directory}; create it or name another`)
  }
  if (code === 'ENOTDIR') {
    return new MountError('mount-not-directory', directory, `${directory} is not a directory; mount the one around it`)
  }
  const message = `${directory} cannot be read (${code ?? 'unknown error'}); check its permissions`
  return new MountError('mount-unreadable', directory, message)
}

function contains(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)
}

/** The path without links, as far as it exists. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPathOf(parent), basename(path))
  }
}
