import stringWidth from 'string-width'
import { sanitize } from '../../render/sanitize.ts'
import { graphemesOf } from './graphemes.ts'
import type { Content } from './rope.ts'

/** Cells from one tab stop to the next. */
const tabCells = 4

/** What a grapheme or an atom looks like: safe text and the cells that it takes. */
export interface Glyph {
  readonly text: string
  readonly cells: number
}

/** How a grapheme looks at a column; never wider than a row. */
function glyphOf(grapheme: string, column: number, width: number): Glyph {
  const code = grapheme.charCodeAt(0)
  if (grapheme.length === 1 && code >= 0x20 && code < 0x7f) return { text: grapheme, cells: 1 }
  if (grapheme === '\t') {
    const cells = Math.max(1, Math.min(tabCells - (column % tabCells), width - column))
    return { text: ' '.repeat(cells), cells }
  }
  const { text, cells } = safeGlyph(grapheme)
  return cells <= width ? { text, cells } : { text: '\ufffd', cells: 1 }
}

/** Measuring is slow, and texts are made of few different graphemes. */
const glyphs = new Map<string, Glyph>()
const glyphMemory = 4096

function safeGlyph(grapheme: string): Glyph {
  let glyph = glyphs.get(grapheme)
  if (!glyph) {
    const text = sanitize(grapheme)
    glyph = { text, cells: stringWidth(text) }
    if (glyphs.size >= glyphMemory) glyphs.clear()
    glyphs.set(grapheme, glyph)
  }
  return glyph
}

/** How an atom looks: its label, shortened to fit into a row. */
function labelGlyph(label: string, width: number): Glyph {
  const text = sanitize(label)
  const cells = stringWidth(text)
  if (cells <= width) return { text, cells }
  let short = ''
  for (const grapheme of graphemesOf(text)) {
    if (stringWidth(short + grapheme) > width - 2) break
    short += grapheme
  }
  const cut = `${short}\u2026]`
  return { text: cut, cells: stringWidth(cut) }
}

/** How a unit of some content looks. */
export function glyphIn(content: Content, grapheme: string | null, column: number, width: number): Glyph {
  if (typeof content === 'string') return glyphOf(grapheme ?? '', column, width)
  return labelGlyph(content.label, width)
}
