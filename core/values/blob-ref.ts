import type { Brand } from './ids.ts'

/** Address of bytes by content: `sha256:` and 64 hex digits. */
export type BlobRef = Brand<'BlobRef'>

const refPattern = /^sha256:[0-9a-f]{64}$/

/** Whether a string has the form of a blob ref; says nothing of the blob being there. */
export function isBlobRef(text: string): text is BlobRef {
  return refPattern.test(text)
}
