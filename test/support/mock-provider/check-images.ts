import type { Json } from './window.ts'
import { isObject, objects, string } from './window.ts'

/** How files of each type begin. */
const begins: Readonly<Record<string, RegExp>> = {
  'image/png': /^\x89PNG\r\n\x1a\n/,
  'image/jpeg': /^\xff\xd8\xff/,
  'image/gif': /^GIF8[79]a/,
  'image/webp': /^RIFF[^]{4}WEBP/,
}

/** What a strict server says of an image's type and bytes; null when it is fine. */
export function checkImage(type: string, base64: string): string | null {
  const pattern = begins[type]
  if (pattern === undefined) return `The image type '${type}' is not supported.`
  const bytes = Buffer.from(base64, 'base64')
  if (base64 === '' || bytes.toString('base64') !== base64) return 'The image is not valid base64.'
  if (bytes.byteLength > 5_000_000) return `The image exceeds 5 MB: ${bytes.byteLength} bytes.`
  return pattern.test(bytes.toString('latin1', 0, 12)) ? null : `The image does not appear to be ${type}.`
}

/** The same of a data URL. */
export function checkImageUrl(url: unknown): string | null {
  const match = /^data:([^;,]*);base64,/.exec(string(url))
  if (match === null) return 'The image must be a data URL.'
  return checkImage(match[1] ?? '', string(url).slice(match[0].length))
}

/** Characters of images in a body: they are not billed as text. */
export function imageChars(body: Json): number {
  const messages = [...objects(body.input), ...objects(body.messages)]
  return messages.flatMap(({ content }) => objects(content)).reduce((sum, part) => sum + dataOf(part).length, 0)
}

function dataOf(part: Json): string {
  if (part.type === 'input_image') return string(part.image_url)
  if (part.type === 'image_url') return isObject(part.image_url) ? string(part.image_url.url) : ''
  return part.type === 'image' && isObject(part.source) ? string(part.source.data) : ''
}
