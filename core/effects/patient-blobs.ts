import type { BlobStore } from '../ports/blob-store.ts'
import { patiently, type Waiting } from './patiently.ts'

/** Blobs that are waited for where their store is away or refuses, until `signal`. */
export function patientBlobs(blobs: BlobStore, waiting: Waiting, signal: AbortSignal): BlobStore {
  const getMany = blobs.getMany?.bind(blobs)
  return {
    put: (bytes, stored) => blobs.put(bytes, stored),
    get: (ref) => patiently(() => blobs.get(ref), waiting, signal),
    has: (refs) => blobs.has(refs),
    ...(getMany !== undefined && { getMany: (refs) => patiently(() => getMany(refs), waiting, signal) }),
  }
}
