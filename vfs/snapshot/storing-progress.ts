import type { Stored } from '../../core/ports/blob-store.ts'
import type { SurveyedDirectory } from './survey.ts'

/** How far a snapshot has come into a store where that takes its time. */
export interface StoringProgress {
  readonly blobs: number
  readonly sizeBytes: number
  /** At most: what is there twice is stored once. */
  readonly ofBlobs: number
  /** Of files, which are the most by far; null once there was more, for nobody knows what directories take. */
  readonly ofBytes: number | null
}

/** Adds up what a store tells of its progress. */
export function watchStoring(surveyed: SurveyedDirectory, onProgress: (progress: StoringProgress) => void): Stored {
  const [ofBlobs, ofBytes] = count(surveyed)
  let [blobs, sizeBytes] = [0, 0]
  return (more, moreBytes) => {
    blobs += more
    sizeBytes += moreBytes
    onProgress({
      blobs,
      sizeBytes,
      ofBlobs: Math.max(ofBlobs, blobs),
      // Directories have bytes, too, which nobody knows before they are written down.
      ofBytes: sizeBytes <= ofBytes ? ofBytes : null,
    })
  }
}

function count({ kept, files, directories }: SurveyedDirectory): readonly [blobs: number, sizeBytes: number] {
  if (kept) return [0, 0]
  let [blobs, sizeBytes] = [1, 0]
  for (const { toRead } of files) {
    if (toRead === null) continue
    blobs += 1
    sizeBytes += toRead.sizeBytes
  }
  for (const child of directories.values()) {
    const [below, bytesBelow] = count(child)
    blobs += below
    sizeBytes += bytesBelow
  }
  return [blobs, sizeBytes]
}
