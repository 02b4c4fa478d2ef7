import { linkSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { posix } from 'node:path'
import { errorCode } from '../../core/values/errors.ts'
import { openBelow, type DirectoryHandle } from '../disk/directory-handle.ts'
import { openOrCreateBelow } from '../disk/parents.ts'
import { splitPath } from '../tree/path.ts'
import { findName, findOnDisk, isGone, sameFound, type Found } from './found.ts'
import type { Operation } from './journal.ts'
import type { Conflict } from './plan-apply.ts'

/**
 * Removes or replaces one path if the disk still holds what was expected. Null when it landed; a conflict when it
 * did not, and then the path is as it was. Doing it twice is harmless.
 */
export function commitOperation(root: DirectoryHandle, operation: Operation): Conflict | null {
  try {
    return operation.temporary === null ? remove(root, operation) : replace(root, operation, operation.temporary)
  } catch (error) {
    const code = errorCode(error)
    if (code === null || !(code.startsWith('E') || code.startsWith('path-'))) throw error
    return { path: operation.path, reason: `cannot be ${operation.write === null ? 'removed' : 'written'} (${code})` }
  } finally {
    if (operation.temporary !== null) discardStaged(root, operation.temporary)
  }
}

/** Deletes what waits for an operation, if it is still there. */
export function discardStaged(root: DirectoryHandle, temporary: string): void {
  const names = temporary.split('/')
  try {
    const directory = openBelow(root, names.slice(0, -1))
    try {
      unlinkSync(`${directory.place}/${names.at(-1) ?? ''}`)
    } finally {
      directory.close()
    }
  } catch {
    // Landed already, or its directory is gone: nothing waits any more.
  }
}

/** Removes directories that nothing is in; deepest first. */
export function removeEmptied(root: DirectoryHandle, emptied: readonly string[]): void {
  for (const path of emptied) {
    try {
      const directory = openBelow(root, splitPath(path).slice(0, -1))
      try {
        rmdirSync(`${directory.place}/${posix.basename(path)}`)
      } finally {
        directory.close()
      }
    } catch {
      // The person keeps other files in it, or it is gone.
    }
  }
}

/** Makes what was created, renamed or removed at these paths durable. */
export function syncParents(root: DirectoryHandle, paths: readonly string[]): void {
  for (const parent of new Set(paths.flatMap(ancestors))) {
    try {
      const directory = openBelow(root, parent === '' ? [] : parent.split('/'))
      try {
        directory.sync()
      } finally {
        directory.close()
      }
    } catch (error) {
      const code = errorCode(error)
      if (code !== 'ENOENT' && code !== 'path-not-directory') throw error
    }
  }
}

function ancestors(path: string): readonly string[] {
  const names = path.split('/')
  return names.map((_, depth) => names.slice(0, depth).join('/'))
}

function remove(root: DirectoryHandle, operation: Operation): Conflict | null {
  const { path, expect } = operation
  if (isGone(findOnDisk(root, path))) return null
  const directory = openBelow(root, splitPath(path).slice(0, -1))
  try {
    const name = posix.basename(path)
    if (!sameFound(findName(directory, name), expect)) return changedMeanwhile(path)
    unlinkSync(`${directory.place}/${name}`)
    return null
  } finally {
    directory.close()
  }
}

function replace(root: DirectoryHandle, operation: Operation, temporary: string): Conflict | null {
  const { path, expect, write } = operation
  if (write === null || hasLanded(findOnDisk(root, path), write)) return null
  const staged = findOnDisk(root, temporary)
  if (staged.kind !== write.kind || staged.ref !== write.ref) {
    return { path, reason: 'lost its new content before it could be written' }
  }
  const directory = openOrCreateBelow(root, splitPath(path).slice(0, -1))
  const from = openBelow(root, temporary.split('/').slice(0, -1))
  try {
    const name = posix.basename(path)
    if (!sameFound(findName(directory, name), expect)) return changedMeanwhile(path)
    const source = `${from.place}/${posix.basename(temporary)}`
    const target = `${directory.place}/${name}`
    if (expect.kind !== 'absent' || !linkAnew(source, target, write.kind)) renameSync(source, target)
    return null
  } finally {
    from.close()
    directory.close()
  }
}

function hasLanded(found: Found, write: NonNullable<Operation['write']>): boolean {
  if (found.kind === 'file') return write.kind === 'file' && found.ref === write.ref && found.mode === write.mode
  return found.kind === 'symlink' && write.kind === 'symlink' && found.ref === write.ref
}

/** Gives a file its name only if that is free, which a rename cannot; false where links are not possible. */
function linkAnew(source: string, target: string, kind: 'file' | 'symlink'): boolean {
  if (kind === 'symlink') return false
  try {
    linkSync(source, target)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw error
    return false
  }
}

function changedMeanwhile(path: string): Conflict {
  return { path, reason: 'was changed on disk while applying' }
}
