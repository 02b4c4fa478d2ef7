import type { BlobRef } from '../../core/values/blob-ref.ts'
import { encodeTree } from './codec.ts'
import { editTree } from './edit.ts'
import type { BlobWriter, EntryContent } from './entry.ts'
import { PathError, TreeLimitError } from './errors.ts'
import { treeLimits } from './limits.ts'
import { joinPath, splitPath } from './path.ts'
import { lookup, missing } from './read.ts'
import { walkTree } from './walk.ts'

/** A tree without any file, stored. */
export function emptyTree(blobs: BlobWriter): BlobRef {
  return blobs.put(encodeTree([]))
}

/** How `writeFile` treats the executable bit; left out, an existing file keeps its own. */
export interface WriteFileOptions {
  readonly executable?: boolean
}

/**
 * The new root after a file holds these bytes. Parents are made; a directory or symlink at the path is refused.
 * @throws PathError `path-is-directory`, `path-is-symlink`, `path-not-directory`; TreeLimitError
 */
export async function writeFile(
  root: BlobRef,
  path: string,
  bytes: Uint8Array,
  options: WriteFileOptions,
  blobs: BlobWriter,
): Promise<BlobRef> {
  if (bytes.byteLength > treeLimits.fileBytes) {
    const message = `${path} would be ${bytes.byteLength} bytes; a file may have at most ${treeLimits.fileBytes}`
    throw new TreeLimitError('fileBytes', treeLimits.fileBytes, message)
  }
  const before = await lookup(root, path, blobs)
  if (before?.kind === 'dir') throw new PathError('path-is-directory', path, `${path || '/'} is a directory`)
  if (before?.kind === 'symlink') throw new PathError('path-is-symlink', path, `${path} is a symbolic link`)
  const executable = options.executable ?? before?.executable ?? false
  return await editTree(root, new Map([[path, fileContent(bytes, executable, blobs)]]), blobs)
}

/** The new root after a symlink to `target` is at the path, in place of a file or link that was there. */
export async function writeLink(root: BlobRef, path: string, target: string, blobs: BlobWriter): Promise<BlobRef> {
  if ((await lookup(root, path, blobs))?.kind === 'dir') {
    throw new PathError('path-is-directory', path, `${path || '/'} is a directory`)
  }
  return await editTree(root, new Map([[path, linkContent(target, blobs)]]), blobs)
}

/** The new root without the file, symlink or whole directory at a path; parents left empty go too. */
export async function removeEntry(root: BlobRef, path: string, blobs: BlobWriter): Promise<BlobRef> {
  if ((await lookup(root, path, blobs)) === null) throw missing(path)
  return await editTree(root, new Map([[path, null]]), blobs)
}

/** The new root after a file, symlink or directory got another path, which must be free. */
export async function moveEntry(root: BlobRef, from: string, to: string, blobs: BlobWriter): Promise<BlobRef> {
  const entry = await lookup(root, from, blobs)
  if (entry === null) throw missing(from)
  if (from === to) return root
  if (to.startsWith(`${from}/`)) {
    throw new PathError('path-invalid', to, `${from} cannot be moved into itself`)
  }
  if ((await lookup(root, to, blobs)) !== null) throw new PathError('path-exists', to, `${to} exists already`)
  if (entry.kind === 'dir') {
    for await (const inner of walkTree(entry.ref, blobs)) splitPath(joinPath(to, inner.path))
  }
  const removed = await editTree(root, new Map([[from, null]]), blobs)
  return await editTree(removed, new Map([[to, entry]]), blobs)
}

/** Stores bytes and describes them as a file. */
export function fileContent(bytes: Uint8Array, executable: boolean, blobs: BlobWriter): EntryContent {
  return { kind: 'file', executable, ref: blobs.put(bytes), sizeBytes: bytes.byteLength, files: 1 }
}

/** Stores a target and describes it as a symlink. @throws TreeLimitError */
export function linkContent(target: string, blobs: BlobWriter): EntryContent {
  const bytes = Buffer.from(target)
  if (bytes.byteLength === 0 || bytes.byteLength > treeLimits.linkBytes) {
    const message = `the target of a symbolic link must have 1 to ${treeLimits.linkBytes} bytes`
    throw new TreeLimitError('linkBytes', treeLimits.linkBytes, message)
  }
  return { kind: 'symlink', executable: false, ref: blobs.put(bytes), sizeBytes: bytes.byteLength, files: 1 }
}
