import type { BlobRef } from '../../core/values/blob-ref.ts'
import { decodeTree } from './codec.ts'
import { directoryContent } from './directory-content.ts'
import type { BlobReader, TreeEntry } from './entry.ts'
import { PathError } from './errors.ts'
import { splitPath } from './path.ts'

/** Entries of one directory by its tree ref, in order of their names. @throws TreeCorruptError, BlobNotFoundError */
export async function readTree(tree: BlobRef, blobs: BlobReader): Promise<readonly TreeEntry[]> {
  return decodeTree(tree, await blobs.get(tree))
}

/**
 * What a path names, or null. Symlinks are answered, never followed: a path through one names nothing.
 * The root (``) is a directory with an empty name. @throws PathError `path-invalid`
 */
export async function lookup(root: BlobRef, path: string, blobs: BlobReader): Promise<TreeEntry | null> {
  const names = splitPath(path)
  if (names.length === 0) return await rootEntry(root, blobs)
  let tree = root
  for (const [depth, name] of names.entries()) {
    const entry = (await readTree(tree, blobs)).find((candidate) => candidate.name === name)
    if (entry === undefined) return null
    if (depth === names.length - 1) return entry
    if (entry.kind !== 'dir') return null
    tree = entry.ref
  }
  return null
}

/** Entries of the directory at a path. @throws PathError `path-missing`, `path-not-directory` */
export async function listDirectory(root: BlobRef, path: string, blobs: BlobReader): Promise<readonly TreeEntry[]> {
  const entry = path === '' ? null : await lookup(root, path, blobs)
  if (path !== '' && entry === null) throw missing(path)
  if (entry !== null && entry.kind !== 'dir') {
    throw new PathError('path-not-directory', path, `${path} is not a directory`)
  }
  return await readTree(entry?.ref ?? root, blobs)
}

/** Bytes of the file at a path. @throws PathError `path-missing`, `path-is-directory`, `path-is-symlink` */
export async function readFile(root: BlobRef, path: string, blobs: BlobReader): Promise<Uint8Array> {
  const entry = await lookup(root, path, blobs)
  if (entry === null) throw missing(path)
  if (entry.kind === 'dir') throw new PathError('path-is-directory', path, `${path || '/'} is a directory`)
  if (entry.kind === 'symlink') throw new PathError('path-is-symlink', path, `${path} is a symbolic link`)
  return await blobs.get(entry.ref)
}

/** Target of the symlink at a path, as stored. @throws PathError `path-missing`, `path-invalid` */
export async function readLink(root: BlobRef, path: string, blobs: BlobReader): Promise<string> {
  const entry = await lookup(root, path, blobs)
  if (entry === null) throw missing(path)
  if (entry.kind !== 'symlink') throw new PathError('path-invalid', path, `${path} is not a symbolic link`)
  return Buffer.from(await blobs.get(entry.ref)).toString()
}

/** The error for a path that names nothing. */
export function missing(path: string): PathError {
  return new PathError('path-missing', path, `${path} does not exist`)
}

async function rootEntry(root: BlobRef, blobs: BlobReader): Promise<TreeEntry> {
  return { name: '', ...directoryContent(root, await readTree(root, blobs)) }
}
