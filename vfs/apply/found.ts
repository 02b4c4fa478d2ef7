import { hashBlob } from '../../core/store/hash-blob.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { openBelow, type DirectoryHandle } from '../disk/directory-handle.ts'
import { statAt } from '../disk/disk-stat.ts'
import { readLinkStable, readStable } from '../disk/read-stable.ts'
import { treeLimits } from '../tree/limits.ts'
import { splitPath } from '../tree/path.ts'

/** What a path holds on disk now. */
export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly ref: BlobRef; readonly executable: boolean; readonly mode: number }
  | { readonly kind: 'symlink'; readonly ref: BlobRef }
  | { readonly kind: 'dir' }
  /** Something in the way of the path: what a parent is, or why it cannot be known. */
  | { readonly kind: 'obstacle'; readonly what: string; readonly parent: string | null }

/** Looks at a path without following any link, and hashes what is there. */
export function findOnDisk(root: DirectoryHandle, path: string): Found {
  const names = splitPath(path)
  const parents = names.slice(0, -1)
  try {
    const directory = openBelow(root, parents)
    try {
      return findName(directory, names.at(-1) ?? '')
    } finally {
      directory.close()
    }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return { kind: 'absent' }
    if (code === 'path-not-directory') return blockedBy(root, parents)
    if (code?.startsWith('E') === true) return { kind: 'obstacle', what: `cannot be read (${code})`, parent: null }
    throw error
  }
}

/** Looks at a name in an open directory. */
export function findName(directory: DirectoryHandle, name: string): Found {
  const stat = statAt(directory, name)
  if (stat === null) return { kind: 'absent' }
  if (stat.kind === 'dir') return { kind: 'dir' }
  if (stat.kind === 'other') return { kind: 'obstacle', what: 'is a pipe, a socket or a device on disk', parent: null }
  const read =
    stat.kind === 'symlink' ? readLinkStable(directory, name) : readStable(directory, name, stat, treeLimits.fileBytes)
  if (!read.ok) return { kind: 'obstacle', what: `is ${read.reason} on disk`, parent: null }
  const ref = hashBlob(read.bytes)
  if (stat.kind === 'symlink') return { kind: 'symlink', ref }
  return { kind: 'file', ref, executable: read.stat.executable, mode: read.stat.mode }
}

/** Whether there is no file or link at a path, so that nothing is left to remove. */
export function isGone(found: Found): boolean {
  return found.kind === 'absent' || found.kind === 'dir' || (found.kind === 'obstacle' && found.parent !== null)
}

/** Whether two looks at a path saw the same. */
export function sameFound(a: Found, b: Found): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'file' && b.kind === 'file') return a.ref === b.ref && a.executable === b.executable
  if (a.kind === 'symlink' && b.kind === 'symlink') return a.ref === b.ref
  return a.kind === 'absent'
}

function blockedBy(root: DirectoryHandle, parents: readonly string[]): Found {
  for (let length = 1; length <= parents.length; length += 1) {
    const parent = parents.slice(0, length).join('/')
    const directory = openBelow(root, parents.slice(0, length - 1))
    try {
      const stat = statAt(directory, parents[length - 1] ?? '')
      if (stat === null) return { kind: 'absent' }
      if (stat.kind === 'dir') continue
      const what = stat.kind === 'symlink' ? 'a symbolic link' : 'not a directory'
      return { kind: 'obstacle', what: `cannot be there: ${parent} is ${what} on disk`, parent }
    } finally {
      directory.close()
    }
  }
  return { kind: 'absent' }
}
