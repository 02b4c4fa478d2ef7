import { isUtf8 } from 'node:buffer'
import { formatBytes } from '../../core/tools/count.ts'
import { ToolFailure } from './tool-failure.ts'

/** What a file holds: text as it is, text with some bytes that are not UTF-8, or no text at all. */
export type FileText =
  | { readonly type: 'text'; readonly text: string }
  /** Bad bytes have become U+FFFD: good to look at, not to write back. */
  | { readonly type: 'damaged'; readonly text: string }
  | { readonly type: 'binary' }

/** Tells text from bytes. A byte order mark stays in the text. */
export function fileText(bytes: Uint8Array): FileText {
  if (hasNul(bytes)) return { type: 'binary' }
  const text = decode(bytes)
  if (isUtf8(bytes)) return { type: 'text', text }
  const bad = text.split('\ufffd').length - 1
  return bad > fewBadBytes && bad > text.length / 20 ? { type: 'binary' } : { type: 'damaged', text }
}

/** A short note in an old encoding is still worth showing. */
const fewBadBytes = 8

/** The text of a file that is going to be changed. @throws ToolFailure for anything but UTF-8 */
export function editableText(bytes: Uint8Array, shown: string): string {
  const content = fileText(bytes)
  if (content.type === 'text') return content.text
  const what = content.type === 'binary' ? 'a binary file' : 'not valid UTF-8'
  throw new ToolFailure(`${shown} is ${what} (${formatBytes(bytes.byteLength)}); it cannot be edited as text`)
}

/** Whether bytes look binary the way git looks: a NUL in the first 8000. */
export function hasNul(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8000).includes(0)
}

/** UTF-8 with bad bytes replaced; a byte order mark stays. */
export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

/** The mark that some editors put before UTF-8. */
export const byteOrderMark = '\ufeff'
