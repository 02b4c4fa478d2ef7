import type { BlobRef } from '../../core/values/blob-ref.ts'

/** What a name in a directory stands for. Devices, sockets and pipes are never in a tree. */
export type EntryKind = 'file' | 'dir' | 'symlink'

/** What a name points to. */
export interface EntryContent {
  readonly kind: EntryKind
  /** Of a file; false for directories and symlinks. */
  readonly executable: boolean
  /** Bytes of the file, target of the symlink, tree object of the directory. */
  readonly ref: BlobRef
  /** Of the file or link target; of a directory the sum of all below it. */
  readonly sizeBytes: number
  /** Files and symlinks at or below: 1 unless a directory. */
  readonly files: number
}

/** One name in one directory. */
export interface TreeEntry extends EntryContent {
  readonly name: string
}

/** Reads blobs; a `BlobStore` and a `BlobStage` both do. */
export interface BlobReader {
  get(ref: BlobRef): Promise<Uint8Array>
  /** As in `BlobStore`. */
  getMany?(refs: readonly BlobRef[]): Promise<ReadonlyMap<BlobRef, Uint8Array>>
}

/** Reads blobs, and takes new ones without waiting; a `BlobStage` does. */
export interface BlobWriter extends BlobReader {
  put(bytes: Uint8Array): BlobRef
}
