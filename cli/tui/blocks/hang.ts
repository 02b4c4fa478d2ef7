import type { Paint } from '../../render/palette.ts'
import { displayWidth } from '../text/display-width.ts'
import { wrapText } from '../text/wrap.ts'

/** How text hangs behind a mark. */
export interface Hanging {
  /** Before the first line; the others are indented as far. */
  readonly first: string
  readonly width: number
  readonly paint?: Paint
  readonly mark?: Paint
}

const asItIs: Paint = (text) => text

/** Safe text wrapped into lines, the first behind a mark, the others below its text. */
export function hang(text: string, { first, width, paint = asItIs, mark = asItIs }: Hanging): readonly string[] {
  const indent = displayWidth(first)
  const lines = text.split('\n').flatMap((line) => wrapText(line, Math.max(1, width - indent)))
  return lines.map((line, index) => (index === 0 ? mark(first) : ' '.repeat(indent)) + paint(line))
}
