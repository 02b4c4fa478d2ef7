import { readFileSync, statSync } from 'node:fs'
import type { ModelInfo } from '../../core/models/model-info.ts'
import type { ImageType, InputImage } from '../../core/ports/model.ts'
import { UsageError } from '../errors.ts'
import { explainError } from '../outcome/explain-error.ts'

/** Largest image that every provider takes, bytes. */
const largestImageBytes = 5_000_000

/** Reads an image by its own bytes, whatever its name says. @throws UsageError */
export function readImage(file: string): InputImage {
  const bytes = readBytes(file)
  const type = imageTypeOf(bytes)
  if (type === null)
    throw new UsageError(`--image ${file}: that is no image that models take; use PNG, JPEG, GIF or WebP`)
  return { type, base64: bytes.toString('base64') }
}

/** What kind of image bytes are, by how they begin; null for anything else. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const begins = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (begins.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (begins.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(begins)) return 'image/gif'
  return /^RIFF[^]{4}WEBP/.test(begins) ? 'image/webp' : null
}

/** Refuses images for a model that is known not to take them. @throws UsageError */
export function requireSight(info: Pick<ModelInfo, 'provider' | 'id' | 'takesImages'>, images: number): void {
  if (images === 0 || info.takesImages !== false) return
  throw new UsageError(`${info.provider}/${info.id} takes no images; choose another model with -m, or leave them out`)
}

function readBytes(file: string): Buffer {
  try {
    const facts = statSync(file)
    if (!facts.isFile()) throw new UsageError(`--image ${file}: that is not a file`)
    if (facts.size > largestImageBytes) {
      const size = (facts.size / 1e6).toFixed(1)
      throw new UsageError(
        `--image ${file}: ${size} MB is too large; make it smaller than ${largestImageBytes / 1e6} MB`,
      )
    }
    return readFileSync(file)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`--image ${explainError(error).message}`)
  }
}
