import { explainMismatch } from '../explain-mismatch.ts'
import { commonLineEnd } from '../line-ends.ts'
import { ToolFailure } from '../tool-failure.ts'
import type { Hunk } from './parse-patch.ts'
import { seekAnchor, seekLines, type Exactness } from './seek-lines.ts'

/** A file after its hunks, and the least exact way in which one was found. */
export interface Patched {
  readonly text: string
  readonly exactness: Exactness
}

/**
 * Applies hunks to a text. Kept lines stay byte for byte as the file has them; lines put in get the file's line
 * ends; a missing last line end stays missing. @throws ToolFailure for a hunk that is not there
 */
export function applyHunks(text: string, hunks: readonly Hunk[], shown: string): Patched {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const plain = lines.map((line) => line.replace(/\r?\n$/, ''))
  const placed: PlacedHunk[] = []
  let from = 0
  for (const hunk of hunks) {
    const next = placeHunk(plain, hunk, from) ?? placeBefore(plain, hunk, placed)
    if (next === null) throw missing(text, hunk, shown)
    placed.push(next)
    from = Math.max(from, next.at + oldLines(hunk).length)
  }
  const exactness = placed.reduce<Exactness>((least, { exactness }) => looser(least, exactness), 'exact')
  return { text: assemble(lines, placed, commonLineEnd(text)), exactness }
}

interface PlacedHunk {
  readonly hunk: Hunk
  readonly at: number
  readonly exactness: Exactness
}

function oldLines(hunk: Hunk): readonly string[] {
  return hunk.lines.filter((line) => line.sign !== '+').map((line) => line.text)
}

function placeHunk(lines: readonly string[], hunk: Hunk, from: number): PlacedHunk | null {
  let start = from
  for (const anchor of hunk.anchors) {
    const next = seekAnchor(lines, anchor, start)
    if (next === null) return null
    start = next
  }
  const wanted = oldLines(hunk)
  if (wanted.length === 0) {
    const at = hunk.anchors.length > 0 && !hunk.atEnd ? start : lines.length
    return { hunk, at, exactness: 'exact' }
  }
  const sought = seekLines(lines, wanted, start, hunk.atEnd) ?? seekAtAnchor(lines, hunk, wanted, start)
  return sought === null ? null : { hunk, ...sought }
}

/** Some patches repeat the anchor as the first kept line. */
function seekAtAnchor(lines: readonly string[], hunk: Hunk, wanted: readonly string[], start: number) {
  if (hunk.anchors.length === 0) return null
  const sought = seekLines(lines, wanted, start - 1, hunk.atEnd)
  return sought?.at === start - 1 ? sought : null
}

/** Forgives hunks that are out of order, as long as they do not overlap. */
function placeBefore(lines: readonly string[], hunk: Hunk, placed: readonly PlacedHunk[]): PlacedHunk | null {
  const found = placeHunk(lines, hunk, 0)
  if (found === null) return null
  const end = found.at + oldLines(hunk).length
  const overlaps = placed.some((other) => found.at < other.at + oldLines(other.hunk).length && other.at < end)
  return overlaps ? null : found
}

function assemble(lines: readonly string[], placed: readonly PlacedHunk[], lineEnd: string): string {
  const parts: string[] = []
  let next = 0
  for (const { hunk, at } of placed.toSorted((a, b) => a.at - b.at)) {
    parts.push(...lines.slice(next, at))
    next = at
    for (const { sign, text } of hunk.lines) {
      if (sign === '+') parts.push(text + lineEnd)
      if (sign === ' ') parts.push(lines[next] ?? '')
      if (sign !== '+') next += 1
    }
  }
  parts.push(...lines.slice(next))
  return joinLines(parts, lineEnd, lines.at(-1)?.endsWith('\n') ?? true)
}

function joinLines(parts: readonly string[], lineEnd: string, endsWithLineEnd: boolean): string {
  const text = parts.map((line) => (line.endsWith('\n') ? line : line + lineEnd)).join('')
  return endsWithLineEnd ? text : text.replace(/\r?\n$/, '')
}

function looser(a: Exactness, b: Exactness): Exactness {
  const order: readonly Exactness[] = ['exact', 'line ends', 'white space']
  return order.indexOf(a) > order.indexOf(b) ? a : b
}

function missing(text: string, hunk: Hunk, shown: string): ToolFailure {
  const where = `the hunk at line ${hunk.patchLine} of the patch`
  const anchor = hunk.anchors.find((candidate) => seekAnchor(text.split('\n'), candidate, 0) === null)
  if (anchor !== undefined) {
    return new ToolFailure(`nothing was changed: ${where} names "@@ ${anchor}", which is not in ${shown}`)
  }
  const old = oldLines(hunk).join('\n')
  return new ToolFailure(
    `nothing was changed: ${where} does not fit ${shown}: its kept and removed lines are not there in this order.` +
      explainMismatch(text, old),
  )
}
