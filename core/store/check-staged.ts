import { BlobCorruptError } from '../ports/blob-store.ts'
import type { StagedBlob } from '../ports/event-log.ts'
import { hashBlob } from './hash-blob.ts'

/** Refuses staged bytes that changed since they were hashed. @throws BlobCorruptError */
export function checkStaged(blobs: readonly StagedBlob[]): void {
  for (const { ref, bytes } of blobs)
    if (hashBlob(bytes) !== ref)
      throw new BlobCorruptError(ref, 'memory', 'nothing was stored; this is a defect of lightspeed, please report it')
}
