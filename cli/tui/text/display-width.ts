import stringWidth from 'string-width'

const segmenter = new Intl.Segmenter()
const ascii = /^[ -~]*$/
/** Characters of one unit that never join with their neighbours, which is most of all text. */
const separate =
  /^[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u2190-\u27ff\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\ufffd]*$/

/** Characters as a person counts them. */
export function* graphemes(text: string): Generator<string> {
  if (separate.test(text)) yield* text
  else for (const { segment } of segmenter.segment(text)) yield segment
}

/**
 * Columns that sanitised text takes. Terminals disagree on clusters: where one joins an emoji family
 * into two columns, another shows each face. The wider reading counts, so that no line overflows.
 */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme)
  return width
}

/** Columns of one grapheme. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1) return unitWidth(grapheme)
  const known = measured.get(grapheme)
  if (known !== undefined) return known
  let sum = 0
  for (const char of grapheme) sum += char.length === 1 ? unitWidth(char) : pairWidth(char)
  if (grapheme.length > 32) return sum
  return remember(grapheme, Math.max(sum, stringWidth(grapheme)))
}

const measured = new Map<string, number>()
const unitWidths = new Int8Array(0x10000).fill(-1)

function unitWidth(unit: string): number {
  const code = unit.charCodeAt(0)
  const known = unitWidths[code] ?? -1
  return known === -1 ? (unitWidths[code] = codePointWidth(unit)) : known
}

function pairWidth(pair: string): number {
  return measured.get(pair) ?? remember(pair, codePointWidth(pair))
}

function remember(text: string, width: number): number {
  if (measured.size >= 4096) measured.clear()
  measured.set(text, width)
  return width
}

function codePointWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x300) return 1
  if (isInvisible(code)) return 0
  if (isWideBlock(code)) return 2
  // Marks that are younger than a terminal's tables take a column there.
  if (/[\p{Mn}\p{Me}]/u.test(char)) return isOldMark(code) ? 0 : 1
  return Math.max(1, stringWidth(char))
}

/** What `sanitize` lets through and no terminal draws. */
function isInvisible(code: number): boolean {
  return (
    code === 0x200c || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef)
  )
}

/** Unassigned places among these are wide too. */
function isWideBlock(code: number): boolean {
  if (code < 0x3000) return code >= 0x2e80
  return (code <= 0xa4cf && code !== 0x303f) || (code >= 0xfe30 && code <= 0xfe6f) || code === 0xff00
}

/** Marks that every terminal draws over the base: the common scripts'. */
function isOldMark(code: number): boolean {
  return oldMarks.some(([from, to]) => code >= from && code <= to)
}

const oldMarks: readonly (readonly [from: number, to: number])[] = [
  [0x300, 0x36f],
  [0x483, 0x486],
  [0x591, 0x5bd],
  [0x5bf, 0x5c7],
  [0x610, 0x615],
  [0x64b, 0x65e],
  [0x670, 0x670],
  [0x6d6, 0x6dc],
  [0x901, 0x902],
  [0x93c, 0x93c],
  [0x941, 0x948],
  [0x94d, 0x94d],
  [0xe31, 0xe31],
  [0xe34, 0xe3a],
  [0xe47, 0xe4e],
  [0x20d0, 0x20ef],
]
