import { inlineBlobBytes, type BlobStore } from '../../core/ports/blob-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { readIndexFile } from './index-file.ts'
import type { IndexedDirectory } from './stat-index.ts'

/**
 * The kept index, when what it names is stored: every tree object whole, every large blob there. A small blob lies
 * where its tree does, and was stored before it. The bytes of files are not looked at, which would cost as much as
 * reading the files: who finds one damaged removes the indexes. Behind a gateway everything is asked for by its ref, and
 * nothing fetched.
 */
export async function readStoredIndex(path: string, blobs: BlobStore): Promise<IndexedDirectory | null> {
  const index = readIndexFile(path)
  if (index === null) return null
  const refs: IndexedRefs = { trees: [], large: [], small: [] }
  collectRefs(index, refs)
  // A network may have broken anywhere: a tree can be there without its files.
  const isFar = blobs.getMany !== undefined
  const needed = isFar ? [...refs.trees, ...refs.large, ...refs.small] : refs.large
  const stored = await blobs.has(needed)
  if (!needed.every((ref) => stored.has(ref))) return null
  return isFar || (await areWhole(refs.trees, blobs)) ? index : null
}

interface IndexedRefs {
  readonly trees: BlobRef[]
  readonly large: BlobRef[]
  readonly small: BlobRef[]
}

function collectRefs(index: IndexedDirectory, refs: IndexedRefs): void {
  refs.trees.push(index.tree.ref)
  for (const { content } of index.files.values())
    (content.sizeBytes > inlineBlobBytes ? refs.large : refs.small).push(content.ref)
  for (const directory of index.directories.values()) collectRefs(directory, refs)
}

async function areWhole(refs: readonly BlobRef[], blobs: BlobStore): Promise<boolean> {
  try {
    for (const ref of refs) await blobs.get(ref)
    return true
  } catch (error) {
    const code = errorCode(error)
    if (code === 'blob-corrupt' || code === 'blob-not-found') return false
    throw error
  }
}
