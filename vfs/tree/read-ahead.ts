import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { BlobReader } from './entry.ts'

/** Blobs asked for at once. */
const mostAtOnce = 256

/**
 * Reads blobs that are known to be wanted one after the other. Where each would be a trip over a network, many are asked
 * for together, a part at a time; each is held until it was read.
 */
export function readAhead(wanted: readonly BlobRef[], blobs: BlobReader): BlobReader {
  const getMany = blobs.getMany?.bind(blobs)
  if (getMany === undefined) return blobs
  const refs = [...new Set(wanted)]
  const places = new Map(refs.map((ref, index) => [ref, index]))
  const held = new Map<BlobRef, Uint8Array>()
  let asked = 0
  return {
    get: async (ref) => {
      const place = places.get(ref)
      if (place !== undefined && place >= asked) {
        const part = refs.slice(place, place + mostAtOnce)
        asked = place + part.length
        held.clear()
        for (const [one, bytes] of await getMany(part)) held.set(one, bytes)
      }
      return held.get(ref) ?? (await blobs.get(ref))
    },
    getMany,
  }
}
