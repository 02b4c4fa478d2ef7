import type { BlobRef } from '../../core/values/blob-ref.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { IndexedDirectory, IndexedFile } from '../snapshot/stat-index.ts'
import { encodeTree } from '../tree/codec.ts'
import type { EntryContent } from '../tree/entry.ts'
import { directoryContent } from '../tree/directory-content.ts'

/** In place of the tree of a directory that is being checked out. */
export const unfinished: EntryContent = { kind: 'dir', executable: false, ref: '' as BlobRef, sizeBytes: 0, files: 0 }

/**
 * What may be of ours in a directory in which a checkout came to no end: what was there before, and what it had placed by
 * then. Its trees are those of what it names.
 */
export function halfDone(before: IndexedDirectory | null, placed: IndexedDirectory | null): IndexedDirectory {
  // What is whole may be as large as can be, and the same in a thousand places.
  if (placed === null && before !== null) return before
  if (placed !== null && placed.tree !== unfinished && (before === null || before.tree.ref === placed.tree.ref))
    return placed
  const files = new Map<string, IndexedFile>(before?.files)
  const directories = new Map<string, IndexedDirectory>(before?.directories)
  for (const [name, file] of placed?.files ?? []) {
    files.set(name, file)
    directories.delete(name)
  }
  for (const [name, inner] of placed?.directories ?? []) {
    directories.set(name, halfDone(directories.get(name) ?? null, inner))
    files.delete(name)
  }
  const entries = [
    ...[...files].map(([name, { content }]) => ({ ...content, name })),
    ...[...directories].map(([name, { tree }]) => ({ ...tree, name })),
  ]
  return { tree: directoryContent(hashBlob(encodeTree(entries)), entries), files, directories }
}
