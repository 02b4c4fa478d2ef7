import { sanitize } from '../../render/sanitize.ts'
import { breakLine } from './break-line.ts'
import { displayWidth, graphemes, graphemeWidth } from './display-width.ts'
import { paintLine, span, type Line, type Span } from './span.ts'
import { unpainted, type Paint } from '../../render/palette.ts'

const parts = /\n|[ \t]+|[^ \t\n]+/g
const ascii = /^[\n\t -~]*$/

/** Spans as lines of at most `width` columns, broken between words, or within one that is longer than a line. */
export function wrapSpans(spans: readonly Span[], width: number): readonly Line[] {
  const filler = new LineFiller(width)
  for (const { text, paint } of spans) {
    if (ascii.test(text)) for (const [part] of text.matchAll(parts)) filler.part(part, part.length, paint)
    else fillWith(filler, text, paint)
  }
  return filler.finish()
}

/** Narrow characters go by runs, wide ones one by one: they need no space between them to be parted. */
function fillWith(filler: LineFiller, text: string, paint: Paint): void {
  let run = ''
  let width = 0
  const endRun = (): void => {
    if (run !== '') filler.part(run, width, paint)
    run = ''
    width = 0
  }
  for (const grapheme of graphemes(text)) {
    const columns = graphemeWidth(grapheme)
    if (columns < 2 && !/^[\n \t]/.test(grapheme)) {
      run += grapheme
      width += columns
    } else {
      endRun()
      if (columns < 2) filler.part(grapheme, columns, paint)
      else filler.wide(grapheme, columns, paint)
    }
  }
  endRun()
}

/** Hostile text as painted lines: sanitised, wrapped, nothing in it means anything. */
export function wrapText(text: string, width: number, paint: Paint = unpainted): readonly string[] {
  return wrapSpans([span(sanitize(text), paint)], Math.max(1, width)).map(paintLine)
}

class LineFiller {
  private readonly lines: Line[] = []
  private line: Span[] = []
  private column = 0
  private gap: Span[] = []
  private gapWidth = 0
  private word: Span[] = []
  private wordWidth = 0

  constructor(private readonly width: number) {}

  /** Takes a newline, white space, or a word or a piece of one. */
  part(text: string, width: number, paint: Paint): void {
    if (text === '\n') {
      this.endWord()
      this.endLine()
    } else if (/^[ \t]/.test(text)) this.space(span(text.replaceAll('\t', '    '), paint))
    else this.extendWord(span(text, paint), width)
  }

  /** Takes a character that is a word of its own. */
  wide(text: string, width: number, paint: Paint): void {
    this.endWord()
    this.extendWord(span(text, paint), width)
    this.endWord()
  }

  private extendWord(part: Span, width: number): void {
    this.word.push(part)
    this.wordWidth += width
  }

  private space(part: Span): void {
    this.endWord()
    this.gap.push(part)
    this.gapWidth += part.text.length
  }

  finish(): readonly Line[] {
    this.endWord()
    return [...this.lines, this.line]
  }

  private endWord(): void {
    if (this.word.length === 0) return
    const { word, wordWidth } = this
    this.word = []
    this.wordWidth = 0
    if (this.column + this.gapWidth + wordWidth <= this.width) return this.append([...this.gap, ...word], wordWidth)
    if (this.column > 0) this.endLine()
    this.dropGap()
    if (wordWidth <= this.width) return this.append(word, wordWidth)
    const broken = breakLine(joined(word), this.width)
    const last = broken.at(-1) ?? []
    this.lines.push(...broken.slice(0, -1))
    this.append(last, displayWidth(last.map(({ text }) => text).join('')))
  }

  private append(added: readonly Span[], width: number): void {
    this.line.push(...added)
    this.column += this.gapWidth + width
    this.dropGap()
  }

  private endLine(): void {
    this.lines.push(this.line)
    this.line = []
    this.column = 0
    this.dropGap()
  }

  private dropGap(): void {
    this.gap = []
    this.gapWidth = 0
  }
}

/** The same spans, neighbours of one paint put together. */
function joined(spans: readonly Span[]): readonly Span[] {
  const runs: { paint: Paint; texts: string[] }[] = []
  for (const { text, paint } of spans) {
    const last = runs.at(-1)
    if (last?.paint === paint) last.texts.push(text)
    else runs.push({ paint, texts: [text] })
  }
  return runs.map(({ texts, paint }) => span(texts.join(''), paint))
}
