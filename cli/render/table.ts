import { sanitizeLine } from './sanitize.ts'

/** Rows as aligned columns, two spaces apart; cells are sanitised. `width` cuts the last column. */
export function table(rows: readonly (readonly string[])[], width: number = Number.POSITIVE_INFINITY): string {
  const cells = rows.map((row) => row.map(sanitizeLine))
  const columns = Math.max(0, ...cells.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...cells.map((row) => [...(row[column] ?? '')].length)),
  )
  return cells
    .map((row) =>
      clip(
        row
          .map((cell, column) => padEnd(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
        width,
      ),
    )
    .map((line) => `${line}\n`)
    .join('')
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length))
}

/** The text cut to so many characters, with an ellipsis when something is missing. */
export function clip(text: string, width: number): string {
  const chars = [...text]
  return chars.length <= width ? text : `${chars.slice(0, Math.max(0, width - 1)).join('')}…`
}
