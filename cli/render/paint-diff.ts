import type { Palette } from './palette.ts'
import { sanitize } from './sanitize.ts'

/** A unified diff in colours: sanitised, one paint a line. */
export function paintDiff(diff: string, colors: Palette): string {
  let inHeader = true
  const paint = (line: string): string => {
    inHeader = line.startsWith('diff --git ') || (inHeader && !line.startsWith('@@'))
    return inHeader ? colors.bold(line) : paintLine(line, colors)
  }
  return sanitize(diff).split('\n').map(paint).join('\n')
}

function paintLine(line: string, colors: Palette): string {
  if (line.startsWith('@@')) return colors.cyan(line)
  if (line.startsWith('+')) return colors.green(line)
  return line.startsWith('-') ? colors.red(line) : line
}

/** A unified diff without the lines that only git needs: of each file its new name, then its hunks. */
export function withoutGitHeaders(diff: string): string {
  let inHeader = true
  const said = diff.split('\n').filter((line) => {
    inHeader = line.startsWith('diff --git ') || (inHeader && !line.startsWith('@@'))
    return !inHeader || line.startsWith('+++ ') || line.startsWith('Binary files ') || line.startsWith('deleted file ')
  })
  return said.join('\n')
}

/** The first lines of a text and how many were left out. */
export function headLines(text: string, limit: number): { readonly text: string; readonly hidden: number } {
  const lines = text.replace(/\n$/, '').split('\n')
  return { text: lines.slice(0, limit).join('\n'), hidden: Math.max(0, lines.length - limit) }
}
