import { glyphIn } from './cells.ts'
import { unitsOf } from './graphemes.ts'
import type { Moment } from './draft.ts'
import { sliceRope } from './replace-range.ts'
import { columnOf, rowsDown, rowsUp, type Row } from './rows.ts'

/** A stretch of a row that is drawn alike. Its text is safe on a terminal. */
export interface Run {
  readonly text: string
  readonly atom: boolean
}

/** What of a draft is on the screen. */
export interface Layout {
  /** One at least, `maxRows` at most; each at most `width` cells. */
  readonly rows: readonly (readonly Run[])[]
  /** The cell of the cursor in those rows. */
  readonly cursor: { readonly x: number; readonly y: number }
  /** Offset of the first row shown; handed in again, what is shown moves only when the cursor leaves it. */
  readonly top: number
  /** Whether there are rows that are not shown. */
  readonly above: boolean
  readonly below: boolean
}

/** The rows of a draft around its cursor, wrapped by display width. */
export function layoutDraft(draft: Moment, width: number, maxRows: number, top = 0): Layout {
  const cells = usableWidth(width)
  const { text, cursor } = draft
  const room = Math.max(1, maxRows)
  const upwards = rowsUp(text, cursor, cells)
  const own = upwards.next().value ?? { start: 0, end: 0, last: true }
  const shown: Row[] = [own]
  let above = upwards.next()
  for (; shown.length < room && !above.done && (shown[0]?.start ?? 0) > top; above = upwards.next()) {
    shown.unshift(above.value)
  }
  const downwards = rowsDown(text, own, cells)
  let below = downwards.next()
  for (; shown.length < room && !below.done; below = downwards.next()) shown.push(below.value)
  for (; shown.length < room && !above.done; above = upwards.next()) shown.unshift(above.value)
  return {
    rows: shown.map((row) => drawRow(draft, row, cells)),
    cursor: { x: columnOf(text, own, cursor, cells), y: shown.indexOf(own) },
    top: shown[0]?.start ?? 0,
    above: !above.done,
    below: !below.done,
  }
}

/** The narrowest row takes a wide character. */
export function usableWidth(width: number): number {
  return Math.max(2, Math.floor(width))
}

function drawRow({ text }: Moment, row: Row, width: number): readonly Run[] {
  const runs: Run[] = []
  let column = 0
  for (const content of sliceRope(text, row.start, row.end)) {
    const atom = typeof content !== 'string'
    let drawn = ''
    for (const { grapheme } of unitsOf(content)) {
      const glyph = glyphIn(content, grapheme, column, width)
      drawn += glyph.text
      column += glyph.cells
    }
    const last = runs.at(-1)
    if (last && !atom && !last.atom) runs[runs.length - 1] = { text: last.text + drawn, atom }
    else runs.push({ text: drawn, atom })
  }
  return runs
}
