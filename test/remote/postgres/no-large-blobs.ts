import { BlobNotFoundError } from '../../../core/ports/blob-store.ts'
import type { LargeBlobs } from '../../../remote/postgres/blobs.ts'

/** For tests whose blobs are all small. */
export const noLargeBlobs: LargeBlobs = {
  put: async () => Promise.reject(new Error('this test stores no large blob')),
  get: async (ref) => Promise.reject(new BlobNotFoundError(ref)),
  has: async () => new Set(),
}
