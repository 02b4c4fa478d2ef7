import type { InputImage } from '../../ports/model.ts'
import { textOf } from './json.ts'

/** An image as OpenAI's formats take it. */
export function dataUrl({ type, base64 }: InputImage): string {
  return `data:${type};base64,${base64}`
}

/** What an image is to a person, from its data URL; an address elsewhere is shown as it is. */
export function labelOfUrl(url: unknown): string {
  const text = textOf(url)
  const type = /^data:([^;,]*);base64,/.exec(text)?.[1]
  return type === undefined ? text || 'image' : labelOf(type, text.length - text.indexOf(',') - 1)
}

/** What an image is to a person: its type and how large it is before base64. */
export function labelOf(type: string, base64Chars: number): string {
  const bytes = Math.floor((base64Chars * 3) / 4)
  return `${type || 'image'}, ${bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`}`
}
