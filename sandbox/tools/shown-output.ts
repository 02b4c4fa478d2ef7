import { formatBytes } from '../../core/tools/count.ts'
import { foldLines } from '../../core/tools/fold-lines.ts'
import { outputPath } from '../../core/tools/output-path.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'

/** What is shown of an output: all of it, or its ends and where the rest can be read. */
export type ShownOutput =
  | { readonly type: 'whole'; readonly bytes: Uint8Array }
  | {
      readonly type: 'ends'
      readonly head: Uint8Array
      readonly tail: Uint8Array
      readonly totalBytes: number
      readonly stored: StoredPart
    }

/** The start of an output as it was stored. */
export interface StoredPart {
  readonly ref: BlobRef
  readonly sizeBytes: number
  /** Why less was stored than the limit allows, or null. */
  readonly stoppedBy: string | null
}

/** An output as text; invalid UTF-8 becomes U+FFFD. */
export function shownText(shown: ShownOutput): string {
  if (shown.type === 'whole') return decode(shown.bytes)
  const head = toLineEnd(shown.head)
  const tail = fromLineStart(shown.tail)
  const first = decode(head)
  const left = formatBytes(shown.totalBytes - head.byteLength - tail.byteLength)
  return `${first}${first.endsWith('\n') ? '' : '\n'}[... ${left} left out; ${whereToRead(first, shown)} ...]\n${decode(tail)}`
}

function whereToRead(first: string, { totalBytes, stored }: Extract<ShownOutput, { type: 'ends' }>): string {
  const line = Math.max(1, foldLines(first).length + (first.endsWith('\n') ? 1 : 0))
  const part = stored.sizeBytes === totalBytes ? '' : `, which holds the first ${formatBytes(stored.sizeBytes)}`
  const why = stored.stoppedBy === null ? '' : ` (${stored.stoppedBy})`
  return `read ${outputPath(stored.ref)} from line ${line}${part}${why}`
}

/** Cut at a line end of the second half, else where a character ends. */
function toLineEnd(head: Uint8Array): Uint8Array {
  const end = head.lastIndexOf(newline) + 1
  if (end > head.byteLength / 2) return head.subarray(0, end)
  let start = head.byteLength - 1
  while (start > head.byteLength - longestCharacter && isContinuation(head[start])) start -= 1
  return start + characterBytes(head[start]) > head.byteLength ? head.subarray(0, start) : head
}

function fromLineStart(tail: Uint8Array): Uint8Array {
  const start = tail.indexOf(newline) + 1
  if (start > 0 && start < tail.byteLength / 2) return tail.subarray(start)
  let from = 0
  while (from < longestCharacter && isContinuation(tail[from])) from += 1
  return tail.subarray(from)
}

const newline = 0x0a
const longestCharacter = 4

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

/** Length of the character that a byte begins. */
function characterBytes(lead: number | undefined): number {
  if (lead === undefined || lead < 0xc0) return 1
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
