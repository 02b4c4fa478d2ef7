import { displayWidth, graphemes, graphemeWidth } from './display-width.ts'
import type { Line, Span } from './span.ts'

const ascii = /^[ -~]*$/

/** Cuts a line wherever it is full, whatever stands there: for code, and for words longer than a line. */
export function breakLine(line: Line, width: number): readonly Line[] {
  const lines: Span[][] = []
  let current: Span[] = []
  let column = 0
  for (const { text, paint } of line) {
    let start = 0
    let at = 0
    const cut = (): void => {
      if (at > start) current.push({ text: text.slice(start, at), paint })
      start = at
    }
    for (const { size, columns } of ascii.test(text) ? stretches(text, column, width) : characters(text, width)) {
      if (column + columns > width) {
        cut()
        lines.push(current)
        current = []
        column = 0
      }
      if (columns > width) {
        // Not even one character of two columns fits a line of one.
        current.push({ text: '\ufffd', paint })
        start = at + size
      }
      at += size
      column += Math.min(columns, width)
    }
    cut()
  }
  return [...lines, current]
}

interface Stretch {
  /** In units of the string. */
  readonly size: number
  readonly columns: number
}

/** Plain text as what fits the first line and each next one. */
function* stretches(text: string, column: number, width: number): Generator<Stretch> {
  let room = width - column
  for (let at = 0; at < text.length; room = width) {
    const size = Math.min(room, text.length - at)
    if (size > 0) yield { size, columns: size }
    at += size
  }
}

function* characters(text: string, width: number): Generator<Stretch> {
  for (const grapheme of graphemes(text)) {
    const columns = graphemeWidth(grapheme)
    if (columns <= width) yield { size: grapheme.length, columns }
    else for (const char of grapheme) yield { size: char.length, columns: graphemeWidth(char) }
  }
}

/** Text with tabs as spaces up to the next stop. */
export function expandTabs(text: string, stop: number): string {
  if (!text.includes('\t')) return text
  let column = 0
  return text.replace(/[^\t]+|\t/g, (part) => {
    const shown = part === '\t' ? ' '.repeat(stop - (column % stop)) : part
    column += part === '\t' ? shown.length : displayWidth(part)
    return shown
  })
}
