import type { Content } from './rope.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Whether two code units can only stand in two graphemes: printable ASCII or a newline, both. */
function simple(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code === 0x0a
}

/** The nearest offset at or before this one at which a grapheme begins, in a text that begins with one. */
export function boundaryBefore(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length))
  if (simple(text.charCodeAt(at - 1)) && simple(text.charCodeAt(at))) return at
  return segmenter.segment(text).containing(at)?.index ?? at
}

/** Where the grapheme at an offset ends; the offset lies before the end of the text. */
export function graphemeEnd(text: string, at: number): number {
  if (simple(text.charCodeAt(at)) && (at + 1 >= text.length || simple(text.charCodeAt(at + 1)))) return at + 1
  const found = segmenter.segment(text).containing(at)
  return found ? found.index + found.segment.length : text.length
}

/** Where the grapheme before an offset begins; the offset lies behind the start of the text. */
export function graphemeStart(text: string, at: number): number {
  if (at >= 2 && simple(text.charCodeAt(at - 1)) && simple(text.charCodeAt(at - 2))) return at - 1
  return segmenter.segment(text).containing(at - 1)?.index ?? 0
}

/** The graphemes of a text in order. */
export function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment
}

/** Graphemes of some content one by one, with their units; an atom is null. */
export function* unitsOf(content: Content): Generator<{ readonly grapheme: string | null; readonly units: number }> {
  if (typeof content !== 'string') yield { grapheme: null, units: 1 }
  else if (/^[\n\t\x20-\x7e]*$/.test(content)) for (const grapheme of content) yield { grapheme, units: 1 }
  else for (const grapheme of graphemesOf(content)) yield { grapheme, units: grapheme.length }
}
