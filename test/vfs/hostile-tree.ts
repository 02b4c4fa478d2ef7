import type { BlobRef } from '../../core/values/blob-ref.ts'
import { encodeTree } from '../../vfs/tree/codec.ts'
import { directoryContent } from '../../vfs/tree/directory-content.ts'
import type { BlobWriter, EntryContent, TreeEntry } from '../../vfs/tree/entry.ts'
import { fileContent } from '../../vfs/tree/write.ts'

/** What is said of the directories of a tree. */
export type Said = 'the truth' | { readonly files: number } | { readonly sizeBytes: number }

/** A tree in which every directory names one and the same below itself many times: `width` ** `levels` files of few blobs. */
export function foldedTree(width: number, levels: number, said: Said, blobs: BlobWriter): BlobRef {
  let content: EntryContent = fileContent(Buffer.from('x'), false, blobs)
  for (let level = 0; level < levels; level += 1) content = directoryOf(width, content, said, blobs)
  return content.ref
}

/** A file below so many directories. */
export function deepTree(depth: number, blobs: BlobWriter, name = 'n0'): BlobRef {
  let content: EntryContent = fileContent(Buffer.from('x'), false, blobs)
  for (let level = 0; level < depth; level += 1) content = directoryOf(1, content, 'the truth', blobs, name)
  return content.ref
}

function directoryOf(width: number, content: EntryContent, said: Said, blobs: BlobWriter, name?: string): EntryContent {
  const entries = Array.from({ length: width }, (_, index): TreeEntry => ({ ...content, name: name ?? `n${index}` }))
  const made = directoryContent(blobs.put(encodeTree(entries)), entries)
  return said === 'the truth' ? made : { ...made, ...said }
}
