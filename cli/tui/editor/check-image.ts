import type { Image, ImageMediaType } from './atom.ts'

/** The largest image that is attached. */
export const imageBytesMax = 5 * 1024 * 1024

/** How files are looked at. */
export interface ImageFiles {
  /** Size and first bytes of a regular file; null where there is none that can be read. */
  head(path: string, bytes: number): { readonly sizeBytes: number; readonly bytes: Uint8Array } | null
}

/** What a file is by its first bytes, whatever its name says; null for anything but an image that models take. */
export function imageMediaType(bytes: Uint8Array): ImageMediaType | null {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (text.startsWith('\u0089PNG\r\n\u001a\n')) return 'image/png'
  if (text.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg'
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif'
  return text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP' ? 'image/webp' : null
}

/** A file as an image, what is wrong with it, or null where there is no file. */
export function checkImage(path: string, files: ImageFiles): Image | { readonly mistake: string } | null {
  const head = files.head(path, 12)
  if (head === null) return null
  const name = path.slice(path.lastIndexOf('/') + 1)
  const mediaType = imageMediaType(head.bytes)
  if (!mediaType) return { mistake: `${name} is no PNG, JPEG, GIF or WebP image, whatever its name says` }
  if (head.sizeBytes > imageBytesMax) {
    const megabytes = (head.sizeBytes / 1024 / 1024).toFixed(1)
    return { mistake: `${name} has ${megabytes} MB; an image may have ${imageBytesMax / 1024 / 1024} MB` }
  }
  return { path, name, mediaType, sizeBytes: head.sizeBytes }
}
