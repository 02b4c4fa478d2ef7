import type { BlobStore, Stored } from '../../core/ports/blob-store.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { BlobWriter } from '../tree/entry.ts'

/** Collects new blobs in memory and stores them in batches; durable after `flush`. */
export interface BlobBuffer extends BlobWriter {
  /** Stores what waits when it is much; null when it is little. */
  drain(): Promise<void> | null
  flush(): Promise<void>
}

const batchBytes = 8 * 1024 * 1024
const batchBlobs = 5000

/** A buffer in front of a store; `stored` hears what the store tells of its progress. */
export function createBlobBuffer(store: BlobStore, stored: Stored = () => undefined): BlobBuffer {
  let waiting = new Map<BlobRef, Uint8Array>()
  let waitingBytes = 0

  async function flush(): Promise<void> {
    if (waiting.size === 0) return
    const batch = [...waiting.values()]
    await store.put(batch, stored)
    waiting = new Map()
    waitingBytes = 0
  }

  return {
    put(bytes) {
      const ref = hashBlob(bytes)
      if (!waiting.has(ref)) {
        waiting.set(ref, bytes)
        waitingBytes += bytes.byteLength
      }
      return ref
    },
    async get(ref) {
      return waiting.get(ref) ?? (await store.get(ref))
    },
    drain: () => (waitingBytes >= batchBytes || waiting.size >= batchBlobs ? flush() : null),
    flush,
  }
}
