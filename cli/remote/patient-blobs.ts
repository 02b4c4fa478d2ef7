import type { BlobStore } from '../../core/ports/blob-store.ts'

/** Asks until there is an answer. */
export type Heard = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>

/** Blobs of a server that may be away for a while: what is wanted of them is asked again until it answers. */
export function patientBlobs(blobs: BlobStore, heard: Heard): BlobStore {
  const { getMany } = blobs
  return {
    put: (all, stored) => heard(() => blobs.put(all, stored)),
    get: (ref) => heard(() => blobs.get(ref)),
    ...(getMany !== undefined && { getMany: (refs) => heard(() => getMany.call(blobs, refs)) }),
    has: (refs) => heard(() => blobs.has(refs)),
  }
}
