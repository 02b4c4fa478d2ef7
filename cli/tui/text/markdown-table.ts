import type { Tokens } from 'marked'
import type { Theme } from '../theme.ts'
import { displayWidth } from './display-width.ts'
import { inlineSpans } from './markdown-inline.ts'
import { behind, repaint, span, type Line, type Span } from './span.ts'
import { wrapSpans } from './wrap.ts'

/** Narrower columns are not worth reading; then each row becomes a list of its cells. */
const narrowest = 5
const between = 3

/** A table fitted into the width: columns shrink and cells wrap; where that cannot work, rows become records. */
export function renderTable(table: Tokens.Table, width: number, theme: Theme): readonly Line[] {
  const header = table.header.map((cell) => inlineSpans(cell.tokens, theme))
  const rows = table.rows.map((row) => row.map((cell) => inlineSpans(cell.tokens, theme)))
  const wanted = header.map((_, column) => Math.max(1, ...[header, ...rows].map((row) => widest(row[column] ?? []))))
  const widths = fit(wanted, width - between * (wanted.length - 1))
  if (widths === null) return records(header, rows, width, theme)
  const rule = span(widths.map((size) => '─'.repeat(size)).join('─┼─'), theme.dim)
  return [
    ...repaint(rowLines(header, widths, table.align, theme), theme.strong),
    [rule],
    ...rows.flatMap((row) => rowLines(row, widths, table.align, theme)),
  ]
}

function widest(cell: readonly Span[]): number {
  return displayWidth(cell.map(({ text }) => text).join(''))
}

/** Widths that add up to the room, taken from the widest columns; null when they would become too narrow. */
function fit(wanted: readonly number[], room: number): readonly number[] | null {
  const total = (limit: number): number => wanted.reduce((sum, size) => sum + Math.min(size, limit), 0)
  if (total(Number.POSITIVE_INFINITY) <= room) return wanted
  if (total(narrowest) > room) return null
  let limit = narrowest
  while (total(limit + 1) <= room) limit += 1
  let spare = room - total(limit)
  return wanted.map((size) => {
    const extra = size > limit && spare > 0 ? 1 : 0
    spare -= extra
    return Math.min(size, limit + extra)
  })
}

function rowLines(
  row: readonly (readonly Span[])[],
  widths: readonly number[],
  align: Tokens.Table['align'],
  theme: Theme,
): readonly Line[] {
  const cells = widths.map((size, column) => wrapSpans(row[column] ?? [], size))
  const height = Math.max(...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, at) =>
    cells.flatMap((lines, column) => [
      ...(column === 0 ? [] : [span(' │ ', theme.dim)]),
      ...aligned(lines[at] ?? [], widths[column] ?? 0, align[column] ?? null, column === cells.length - 1),
    ]),
  )
}

function aligned(line: Line, width: number, align: string | null, isLast: boolean): Line {
  const free = Math.max(0, width - widest(line))
  const left = align === 'right' ? free : align === 'center' ? Math.floor(free / 2) : 0
  return [span(' '.repeat(left)), ...line, span(isLast ? '' : ' '.repeat(free - left))]
}

/** Each row as `header: value` lines, a rule between rows. */
function records(
  header: readonly (readonly Span[])[],
  rows: readonly (readonly (readonly Span[])[])[],
  width: number,
  theme: Theme,
): readonly Line[] {
  const indent = span(width > 8 ? '  ' : '')
  const shown = rows.length === 0 ? [[]] : rows
  return shown.flatMap((row, index) => [
    ...(index === 0 ? [] : [[span('─'.repeat(Math.min(width, 8)), theme.dim)]]),
    ...header.flatMap((name, column) => {
      const [label = []] = repaint([[...name, span(': ')]], theme.strong)
      return behind(span(''), indent, wrapSpans([...label, ...(row[column] ?? [])], width - indent.text.length))
    }),
  ])
}
