import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { EntryContent, TreeEntry } from './entry.ts'

/** Describes a stored directory by its entries: how it appears in its parent. */
export function directoryContent(ref: BlobRef, entries: Iterable<EntryContent>): EntryContent {
  return { kind: 'dir', executable: false, ref, ...totals(entries) }
}

/** Sums of sizes and file counts. */
export function totals(entries: Iterable<EntryContent>): { readonly sizeBytes: number; readonly files: number } {
  let sizeBytes = 0
  let files = 0
  for (const entry of entries) {
    sizeBytes += entry.sizeBytes
    files += entry.files
  }
  return { sizeBytes, files }
}

/** An entry without its name. */
export function contentOf({ kind, executable, ref, sizeBytes, files }: TreeEntry): EntryContent {
  return { kind, executable, ref, sizeBytes, files }
}
