import { isBlobRef, type BlobRef } from '../values/blob-ref.ts'

const prefix = '/outputs/'

/** The path under which the read tool opens a whole output. */
export function outputPath(ref: BlobRef): string {
  return prefix + ref.slice('sha256:'.length)
}

/** The blob that such a path names, or null for any other path. */
export function outputRefOf(path: string): BlobRef | null {
  if (!path.startsWith(prefix)) return null
  const ref = `sha256:${path.slice(prefix.length)}`
  return isBlobRef(ref) ? ref : null
}
