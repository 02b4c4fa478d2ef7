import type { StoringProgress } from '../../vfs/snapshot/storing-progress.ts'

/** How far an upload has come: `uploading 1,234 of 5,678 blobs, 12 of 80 MB`. */
export function uploadText({ blobs, ofBlobs, sizeBytes, ofBytes }: StoringProgress): string {
  const size = `${inMegabytes(sizeBytes)}${ofBytes === null ? '' : ` of ${inMegabytes(ofBytes)}`} MB`
  return `uploading ${spaced(blobs)} of ${spaced(ofBlobs)} blobs, ${size}`
}

function spaced(count: number): string {
  return count.toLocaleString('en-US')
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1_000_000
  return spaced(megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes))
}
