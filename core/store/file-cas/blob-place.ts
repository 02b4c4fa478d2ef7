import { join } from 'node:path'
import { BlobNotFoundError } from '../../ports/blob-store.ts'
import { isBlobRef, type BlobRef } from '../../values/blob-ref.ts'

/** Where a blob's file lies, relative to the root of the CAS: `sha256/ab`, `abcdef...`. */
export interface BlobPlace {
  readonly shard: string
  readonly name: string
}

/** @throws BlobNotFoundError for text that is no ref, so that no ref can name a path outside the CAS */
export function blobPlace(ref: BlobRef): BlobPlace {
  if (!isBlobRef(ref)) throw new BlobNotFoundError(ref)
  const name = ref.slice('sha256:'.length)
  return { shard: join('sha256', name.slice(0, 2)), name }
}
