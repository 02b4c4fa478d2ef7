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
  const lines = text.split('\n').flatMap((line) => wrapRow(line, Math.max(1, width - indent)))
  return lines.map((line, index) => (index === 0 ? mark(first) : ' '.repeat(indent)) + paint(line))
}

/** A row of a table goes on below its last cell, any other line where it began. */
function wrapRow(line: string, width: number): readonly string[] {
  const [, head = '', rest = ''] = /^(\s*\S.*? {2,})(\S.*)$/.exec(line) ?? []
  const column = displayWidth(head)
  if (column === 0 || displayWidth(line) <= width) return wrapText(line, width)
  const isNarrow = column > width / 2
  const indent = ' '.repeat(isNarrow ? 4 : column)
  const below = wrapText(rest, Math.max(1, width - indent.length)).map((part) => indent + part)
  return isNarrow
    ? [...wrapText(head.trimEnd(), width), ...below]
    : [head + (below[0] ?? '').trimStart(), ...below.slice(1)]
}
