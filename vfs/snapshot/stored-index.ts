import { inlineBlobBytes, type BlobStore } from '../../core/ports/blob-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { readIndexFile } from './index-file.ts'
import type { IndexedDirectory } from './stat-index.ts'

/**
 * The kept index, when what it names is stored: every tree object whole, every large blob there. A small blob lies
 * where its tree does, and was stored before it. The bytes of files are not looked at, which would cost as much as
 * reading the files: who finds one damaged removes the indexes.
 */
export async function readStoredIndex(path: string, blobs: BlobStore): Promise<IndexedDirectory | null> {
  const index = readIndexFile(path)
  if (index === null) return null
  const trees: BlobRef[] = []
  const large: BlobRef[] = []
  collectRefs(index, trees, large)
  const stored = await blobs.has(large)
  if (!large.every((ref) => stored.has(ref))) return null
  return (await areWhole(trees, blobs)) ? index : null
}

function collectRefs(index: IndexedDirectory, trees: BlobRef[], large: BlobRef[]): void {
  trees.push(index.tree.ref)
  for (const { content } of index.files.values()) if (content.sizeBytes > inlineBlobBytes) large.push(content.ref)
  for (const directory of index.directories.values()) collectRefs(directory, trees, large)
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
