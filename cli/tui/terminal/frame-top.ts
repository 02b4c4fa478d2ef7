import { stripVTControlCharacters } from 'node:util'
import type { Frame } from '../frame/compose-frame.ts'
import { displayWidth, graphemes, graphemeWidth } from '../text/display-width.ts'
import type { Reflow } from './reflow.ts'

/** Columns and rows of a terminal. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/**
 * Rows from the cursor up to the first one of a frame, after a terminal got another size with it: a narrower one has
 * wrapped the lines. The frame was drawn for `before`, and began as low as it could.
 */
export function rowsToTop({ lines, cursor }: Frame, before: TerminalSize, size: TerminalSize, reflow: Reflow): number {
  if (cursor === null) return 0
  if (reflow === 'cuts' || size.columns >= before.columns) return cursor.y
  const rowsOf = (line: string): number => wrappedRows(line, size.columns)
  const above = sum(lines.slice(0, cursor.y).map(rowsOf))
  if (reflow === 'keeps-cursor') return above + Math.floor(cursor.x / size.columns)
  // A lower terminal lost rows below the cursor first, the free one behind the frame included.
  const kept = Math.max(0, lines.length - cursor.y - Math.max(0, before.rows - size.rows))
  const below = lines.slice(cursor.y + 1, cursor.y + 1 + kept)
  const made = sum(below.map(rowsOf)) - below.length
  // The line of the cursor is left as it is only while the cursor has not been moved off it.
  return above + (made === 0 ? 0 : made + rowsOf(lines[cursor.y] ?? '') - 1)
}

/** Rows that a line takes when a terminal wraps it. */
export function wrappedRows(line: string, columns: number): number {
  const text = stripVTControlCharacters(line).trimEnd()
  if (displayWidth(text) <= columns) return 1
  let rows = 1
  let column = 0
  for (const grapheme of graphemes(text)) {
    const width = graphemeWidth(grapheme)
    // What is two columns wide never begins in the last one.
    if (column + width > columns) {
      rows += 1
      column = 0
    }
    column += width
  }
  return rows
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
