import type { BlobRef } from '../values/blob-ref.ts'
import { formatBytes, formatLines } from './count.ts'
import { foldLines } from './fold-lines.ts'
import { outputPath } from './output-path.ts'

/**
 * Head and tail of a text of more than `limitBytes`, cut at line ends where lines allow it, and between them
 * a notice that names the path of the whole. The result has at most `limitBytes` bytes of UTF-8.
 */
export function shorten(text: string, limitBytes: number, wholeRef: BlobRef): string {
  const bytes = Buffer.from(text)
  if (bytes.byteLength <= limitBytes) return text
  const half = Math.floor((limitBytes - noticeBytes) / 2)
  const headEnd = endOfHead(bytes, half)
  const tailStart = startOfTail(bytes, bytes.byteLength - half)
  const head = bytes.toString('utf8', 0, headEnd)
  const tail = bytes.toString('utf8', tailStart)
  return `${head}${head.endsWith('\n') ? '' : '\n'}${notice(bytes, headEnd, tailStart, head, wholeRef)}\n${tail}`
}

/** More than the longest notice with its line ends. */
const noticeBytes = 200

function notice(bytes: Buffer, from: number, to: number, head: string, wholeRef: BlobRef): string {
  const lines = countNewlines(bytes, from, to)
  const left = formatBytes(to - from)
  const what = lines > 0 ? `${formatLines(lines)} (${left})` : left
  const next = Math.max(1, foldLines(head).length + (head.endsWith('\n') ? 1 : 0))
  return `[... ${what} left out; read ${outputPath(wholeRef)} from line ${next} ...]`
}

/** Right after the last line end of the first `budget` bytes, or wherever a character ends when the line is long. */
function endOfHead(bytes: Buffer, budget: number): number {
  const lineEnd = bytes.lastIndexOf(newline, budget - 1) + 1
  if (lineEnd > budget / 2) return lineEnd
  let end = budget
  while (isContinuation(bytes[end])) end -= 1
  return end
}

function startOfTail(bytes: Buffer, earliest: number): number {
  const lineStart = bytes.indexOf(newline, earliest - 1) + 1
  const budget = bytes.byteLength - earliest
  if (lineStart > 0 && bytes.byteLength - lineStart > budget / 2) return lineStart
  let start = earliest
  while (isContinuation(bytes[start])) start += 1
  return start
}

const newline = 0x0a

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

function countNewlines(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = bytes.indexOf(newline, from); at !== -1 && at < to; at = bytes.indexOf(newline, at + 1)) count += 1
  return count
}
