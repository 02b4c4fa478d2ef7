import { leafAt, leavesFrom, lengthOf, type Rope } from './rope.ts'
import { sliceRope } from './replace-range.ts'
import { glyphIn } from './cells.ts'
import { unitsOf } from './graphemes.ts'
import { lineStart, stepLeft } from './walk.ts'
import { columnAt } from './column-at.ts'
import { wrapLeaf } from './wrap-leaf.ts'

/** One row of a wrapped text: the units in [start, end). */
export interface Row {
  readonly start: number
  readonly end: number
  /** Whether its line ends here. */
  readonly last: boolean
}

/** The rows from a row's start to the end of the text; made as they are asked for. */
function* rowsFrom(rope: Rope, first: number, width: number): Generator<Row, undefined> {
  let start = first
  let column = 0
  for (const { leaf, start: base } of leavesFrom(rope, first)) {
    for (let from = Math.max(0, first - base); from < leaf.length;) {
      const { breaks, newline, column: behind } = wrapLeaf(leaf, from, column, width)
      for (const at of breaks) {
        yield { start, end: base + at, last: false }
        start = base + at
      }
      column = behind
      if (newline === -1) break
      yield { start, end: base + newline, last: true }
      from = newline + 1
      start = base + from
    }
  }
  const end = lengthOf(rope)
  if (column >= width) {
    yield { start, end, last: false }
    start = end
  }
  yield { start, end, last: true }
}

/** The row of an offset, then the rows above it, upwards. */
export function* rowsUp(rope: Rope, at: number, width: number): Generator<Row, undefined> {
  for (let until = at; until >= 0;) {
    const line = lineStart(rope, until)
    let below: number | null = null
    for (const start of startsUp(rope, line, until, width)) {
      yield below === null ? rowOf(rope, start, width) : { start, end: below, last: false }
      below = start
    }
    until = line - 1
  }
}

/** The rows below a row, downwards. */
export function* rowsDown(rope: Rope, row: Row, width: number): Generator<Row, undefined> {
  for (const below of rowsFrom(rope, row.start, width)) if (below.start > row.start) yield below
}

/** Where the rows of a line begin, from the one that holds an offset upwards. */
function* startsUp(rope: Rope, line: number, at: number, width: number): Generator<number, undefined> {
  if (at === lengthOf(rope) && at > line && columnAt(rope, line, at, width) >= width) yield at
  for (let placed = leafAt(rope, at) ?? leafAt(rope, at - 1); placed; placed = leafAt(rope, placed.start - 1)) {
    const { leaf, start } = placed
    const inLine = Math.max(0, line - start)
    const { breaks } = wrapLeaf(leaf, inLine, columnAt(rope, line, start, width), width)
    for (const units of breaks.toReversed()) if (start + units <= at) yield start + units
    if (start <= line) break
  }
  yield line
}

function rowOf(rope: Rope, start: number, width: number): Row {
  for (const row of rowsFrom(rope, start, width)) return row
  return { start, end: start, last: true }
}

/** The column of an offset in its row. */
export function columnOf(rope: Rope, row: Row, at: number, width: number): number {
  let column = 0
  for (const content of sliceRope(rope, row.start, at)) {
    for (const { grapheme } of unitsOf(content)) column += glyphIn(content, grapheme, column, width).cells
  }
  return column
}

/** The last offset of a row whose column is not beyond the wished one. */
export function offsetAt(rope: Rope, row: Row, wished: number, width: number): number {
  let at = row.start
  let column = 0
  for (const content of sliceRope(rope, row.start, row.end)) {
    for (const { grapheme, units } of unitsOf(content)) {
      column += glyphIn(content, grapheme, column, width).cells
      if (column > wished) return at
      at += units
    }
  }
  // The end of a row that goes on is the start of the next one.
  return row.last ? at : Math.max(row.start, stepLeft(rope, at))
}
