import { sanitizeLine } from '../../render/sanitize.ts'
import { displayWidth, graphemes, graphemeWidth } from './display-width.ts'

/** Sanitised text of one line cut to so many columns, with an ellipsis when something is missing. */
export function clipToWidth(text: string, width: number): string {
  // No character takes more columns than it has units, but for wide ones.
  if (text.length * 2 <= width || (text.length <= width * 16 && displayWidth(text) <= width)) return text
  let clipped = ''
  let column = 0
  for (const grapheme of graphemes(text)) {
    const next = column + graphemeWidth(grapheme)
    if (next > width - 1) return width < 1 ? '' : `${clipped}…`
    clipped += grapheme
    column = next
  }
  return clipped
}

/** Hostile text as one line: a title, a name, a status. */
export function titleLine(text: string, width: number): string {
  // The end of a flood is never seen.
  return clipToWidth(sanitizeLine(text.slice(0, 4096 + width * 16)), Math.max(1, width))
}
