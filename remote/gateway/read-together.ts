import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { inBase64 } from './base64.ts'
import type { BlobInBase64, BlobsTogether } from './contract-values.ts'
import { smallBytes, togetherBytes } from './limits.ts'

/** Asked of the store at once: not much more than is answered is in memory. */
const partBlobs = 64

/** Small blobs until they are as many bytes as one answer may have. */
export async function readTogether(
  store: Pick<BlobStore, 'get' | 'getMany'>,
  refs: readonly BlobRef[],
): Promise<BlobsTogether> {
  const wanted = [...new Set(refs)]
  const blobs: BlobInBase64[] = []
  const left: BlobRef[] = []
  let sizeBytes = 0
  for (let start = 0; start < wanted.length; start += partBlobs) {
    if (sizeBytes >= togetherBytes) return { blobs, left: [...left, ...wanted.slice(start)] }
    for (const [ref, bytes] of await readPart(store, wanted.slice(start, start + partBlobs))) {
      if (bytes.length > smallBytes) continue
      if (sizeBytes >= togetherBytes) left.push(ref)
      else blobs.push({ ref, base64: inBase64(bytes) })
      sizeBytes += bytes.length
    }
  }
  return { blobs, left }
}

async function readPart(
  store: Pick<BlobStore, 'get' | 'getMany'>,
  refs: readonly BlobRef[],
): Promise<ReadonlyMap<BlobRef, Uint8Array>> {
  if (store.getMany !== undefined) return store.getMany(refs)
  const found = new Map<BlobRef, Uint8Array>()
  for (const ref of refs) {
    // What is wrong with one is said when it is asked for by itself.
    const bytes = await store.get(ref).catch(() => null)
    if (bytes !== null) found.set(ref, bytes)
  }
  return found
}
