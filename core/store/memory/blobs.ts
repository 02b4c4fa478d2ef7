import { BlobNotFoundError, type BlobStore } from '../../ports/blob-store.ts'
import type { StagedBlob } from '../../ports/event-log.ts'
import type { BlobRef } from '../../values/blob-ref.ts'
import { hashBlob } from '../hash-blob.ts'

/** Blobs in memory; bytes are copied in and out, so that no caller can change them. */
export class MemoryBlobs implements BlobStore {
  readonly #bytes = new Map<BlobRef, Uint8Array>()

  async put(blobs: readonly Uint8Array[]): Promise<readonly BlobRef[]> {
    const staged = blobs.map((bytes) => ({ ref: hashBlob(bytes), bytes }))
    this.add(staged)
    return staged.map(({ ref }) => ref)
  }

  /** Adds bytes whose refs are known. */
  add(blobs: readonly StagedBlob[]): void {
    for (const { ref, bytes } of blobs) if (!this.#bytes.has(ref)) this.#bytes.set(ref, Uint8Array.from(bytes))
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    const bytes = this.#bytes.get(ref)
    if (bytes === undefined) throw new BlobNotFoundError(ref)
    return bytes.slice()
  }

  async has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    return new Set(refs.filter((ref) => this.#bytes.has(ref)))
  }
}
