import { stripVTControlCharacters } from 'node:util'
import { displayWidth } from '../text/display-width.ts'
import type { Frame } from './compose-frame.ts'

/**
 * Rows that a terminal adds above the cursor's line when it is now `columns` wide: it wraps what was drawn for a wider one.
 * The line of the cursor counts as one row, for some terminals leave it as it is: a row too few is left behind, a row
 * too many would take what is finished with it.
 */
export function rewrappedRows({ lines, cursor }: Frame, columns: number): number {
  if (cursor === null) return 0
  const above = lines.slice(0, cursor.y)
  return above.reduce(
    (rows, line) => rows + Math.max(0, Math.ceil(displayWidth(stripVTControlCharacters(line)) / columns) - 1),
    0,
  )
}
