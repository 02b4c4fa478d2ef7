import type { StagedBlob } from '../../core/ports/event-log.ts'

/** Of the blobs in one call, bytes: few enough that some calls are under way at once, and that one of them is soon repeated. */
const batchBytes = 1024 * 1024

/** Blobs in one call. */
const mostBlobs = 256

/** Blobs in their order, as many together as travel in one call. */
export function inBatches(blobs: readonly StagedBlob[]): readonly (readonly StagedBlob[])[] {
  const made: StagedBlob[][] = []
  let sizeBytes = Infinity
  for (const blob of blobs) {
    const last = made.at(-1)
    if (last === undefined || last.length === mostBlobs || sizeBytes + blob.bytes.length > batchBytes) {
      made.push([blob])
      sizeBytes = blob.bytes.length
    } else {
      last.push(blob)
      sizeBytes += blob.bytes.length
    }
  }
  return made
}

/** Bytes of blobs together. */
export function sizeOf(blobs: readonly StagedBlob[]): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes.length, 0)
}
