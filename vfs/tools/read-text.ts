import type { ToolContext, ToolResult } from '../../core/ports/tool.ts'
import { formatBytes, formatCount, formatLines } from '../../core/tools/count.ts'
import { foldLines, longestLine, wholeCharacters } from '../../core/tools/fold-lines.ts'
import { outputRefOf } from '../../core/tools/output-path.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { byteOrderMark, fileText } from './file-text.ts'
import { findExisting } from './find-entry.ts'
import type { NumberLine } from './number-line.ts'
import { locate, showPath } from './place.ts'
import { ToolFailure } from './tool-failure.ts'

/** Part of a file, by lines counted from 1. */
export interface ReadArgs {
  readonly path: string
  readonly offset?: number
  readonly limit?: number
}

/** Text of one read, without the notes: below the limit that its tools set for the registry. */
const readBytes = 50_000
const defaultLines = 2000

/** Room for a read and its notes, so that the registry never shortens what can be paged. */
export const readLimitBytes = 64_000

/** Numbered lines of a text file, or of an output that was shortened. */
export async function readText(args: ReadArgs, context: ToolContext, number: NumberLine): Promise<ToolResult> {
  const outputRef = outputRefOf(args.path)
  const { shown, bytes } =
    outputRef === null ? await readMounted(args.path, context) : await readOutput(outputRef, context)
  const content = fileText(bytes)
  if (content.type === 'binary') {
    throw new ToolFailure(`${shown} is a binary file (${formatBytes(bytes.byteLength)}); it cannot be shown as text`)
  }
  const lines = outputRef === null ? fileLines(content.text) : foldLines(content.text)
  if (lines.length === 0) return { text: `[${shown} is empty]`, outcome: 'ok' }
  const start = Math.max(1, args.offset ?? 1)
  if (start > lines.length) {
    throw new ToolFailure(`${shown} has ${formatLines(lines.length)}; offset ${start} is past its end`)
  }
  const rows = takeRows(lines, start, Math.max(1, args.limit ?? defaultLines), number)
  const notes = [...pageNote(start, rows.length, lines.length), ...damageNote(content.type)]
  return { text: [...rows, ...notes].join('\n'), outcome: 'ok' }
}

async function readMounted(path: string, context: ToolContext): Promise<{ shown: string; bytes: Uint8Array }> {
  const { place, entry } = await findExisting(locate(path, context.mounts), context)
  const shown = showPath(place, context.mounts)
  if (entry.kind === 'dir') throw new ToolFailure(`${shown} is a directory; list it instead of reading it`)
  return { shown, bytes: await context.blobs.get(entry.ref) }
}

async function readOutput(ref: BlobRef, context: ToolContext): Promise<{ shown: string; bytes: Uint8Array }> {
  try {
    return { shown: 'the output', bytes: await context.blobs.get(ref) }
  } catch (error) {
    if (errorCode(error) !== 'blob-not-found') throw error
    throw new ToolFailure('there is no such output; copy the path exactly as the notice in the shortened result has it')
  }
}

function fileLines(text: string): readonly string[] {
  const lines = (text.startsWith(byteOrderMark) ? text.slice(1) : text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function takeRows(lines: readonly string[], start: number, limit: number, number: NumberLine): readonly string[] {
  const rows: string[] = []
  let bytes = 0
  for (let index = start - 1; index < lines.length && rows.length < limit; index += 1) {
    const row = number(index + 1, cutLine(lines[index] ?? ''))
    bytes += Buffer.byteLength(row) + 1
    if (bytes > readBytes && rows.length > 0) break
    rows.push(row)
  }
  return rows
}

function cutLine(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  if (text.length <= longestLine) return text
  const kept = text.slice(0, wholeCharacters(text, longestLine))
  return `${kept} [... ${formatCount(text.length - kept.length)} more characters]`
}

function pageNote(start: number, shownLines: number, allLines: number): readonly string[] {
  const last = start + shownLines - 1
  if (last >= allLines) return []
  return [`[lines ${start}-${last} of ${formatCount(allLines)}; the next begins at offset ${last + 1}]`]
}

function damageNote(type: 'text' | 'damaged'): readonly string[] {
  return type === 'text'
    ? []
    : ['[this file is not valid UTF-8: bad bytes are shown as \ufffd, and it cannot be edited]']
}
