/** Markdown beyond these bounds is shown as plain text: nobody writes it by hand, and parsing it costs the square of it. */
const bounds = { block: 32_768, line: 8192, indent: 80, depth: 10, marks: 600 }

const leading = /^(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/
const markers = /[>*+-]|\d[.)]/g
const marks = /[*_~`<![\]]/g

/** What the lines of a block add up to so far. */
export interface Measure {
  readonly size: number
  readonly marks: number
  /** Whether the block may be parsed. */
  readonly isBounded: boolean
}

export const unmeasured: Measure = { size: 0, marks: 0, isBounded: true }

/** A block with one more line. Once it is beyond the bounds it stays there. */
export function measureLine(before: Measure, line: string, isCode: boolean): Measure {
  if (!before.isBounded) return before
  const size = before.size + line.length + 1
  const isShort = line.length <= bounds.line && size <= bounds.block
  if (isCode || !isShort) return { size, marks: before.marks, isBounded: isShort }
  const all = before.marks + (line.match(marks)?.length ?? 0)
  return { size, marks: all, isBounded: all <= bounds.marks + size / 20 && !isDeep(line) }
}

function isDeep(line: string): boolean {
  const [head] = leading.exec(line) ?? ['']
  return indentOf(line) > bounds.indent || (head.match(markers)?.length ?? 0) > bounds.depth
}

/** Columns of the white space that a line begins with. */
export function indentOf(line: string): number {
  let column = 0
  for (const char of line) {
    if (char === ' ') column += 1
    else if (char === '\t') column += 4 - (column % 4)
    else break
  }
  return column
}

/** A line without so many columns of leading white space. */
export function dedent(line: string, columns: number): string {
  let column = 0
  let at = 0
  while (at < line.length && column < columns) {
    if (line[at] === ' ') column += 1
    else if (line[at] === '\t') column += 4 - (column % 4)
    else break
    at += 1
  }
  return ' '.repeat(Math.max(0, column - columns)) + line.slice(at)
}
