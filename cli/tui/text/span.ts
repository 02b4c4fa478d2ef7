import { unpainted, type Paint } from '../../render/palette.ts'

/** Sanitised text and how it is painted; no newline in it once it is part of a line. */
export interface Span {
  readonly text: string
  readonly paint: Paint
}

/** One line of the terminal, before it is painted. */
export type Line = readonly Span[]

export function span(text: string, paint: Paint = unpainted): Span {
  return { text, paint }
}

/** A line as it goes to the terminal: every style is closed within it, and no bare spaces end it. */
export function paintLine(line: Line): string {
  let painted = ''
  let at = 0
  let end = line.length
  while (end > 0 && line[end - 1]?.paint === unpainted && line[end - 1]?.text.trim() === '') end -= 1
  while (at < end) {
    const paint = line[at]?.paint ?? unpainted
    let text = ''
    for (; at < end && line[at]?.paint === paint; at += 1) text += line[at]?.text ?? ''
    if (text !== '') painted += paint(text)
  }
  return painted
}

/** The lines behind a prefix: one for the first, another for the rest. */
export function behind(first: Span, rest: Span, lines: readonly Line[]): readonly Line[] {
  return lines.map((line, index) => [index === 0 ? first : rest, ...line])
}

/** The same lines with another paint around each of their own. */
export function repaint(lines: readonly Line[], paint: Paint): readonly Line[] {
  const around = new Map<Paint, Paint>()
  const both = (own: Paint): Paint => {
    const known = around.get(own)
    if (known !== undefined) return known
    const made: Paint = own === unpainted ? paint : (text) => paint(own(text))
    around.set(own, made)
    return made
  }
  return lines.map((line) => line.map((part) => ({ text: part.text, paint: both(part.paint) })))
}
