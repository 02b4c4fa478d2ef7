import { StreamSanitizer } from '../../render/sanitize.ts'
import { FenceBlock } from './fence-block.ts'
import { LeafBlock } from './leaf-block.ts'
import { fenceStart, isBlank, itemStart } from './line-kinds.ts'
import { ListBlock } from './list-block.ts'
import { plainLines, type MarkdownBlock, type Page } from './markdown-block.ts'
import { paintLine, type Line } from './span.ts'

/** A line that is longer while it is still open is shown by its end. */
const maximumOpenLine = 4096

/**
 * Markdown that arrives in pieces. Lines are given away once, when nothing that follows can change
 * them; all of them together are `renderMarkdown` of the whole text, however it was cut.
 */
export class MarkdownStream {
  private readonly page: Page
  private readonly sanitizer = new StreamSanitizer()
  private block: MarkdownBlock | null = null
  /** The line that has no end yet. */
  private line = ''
  private hasShown = false
  /** A blank line is due before the next one that is shown. */
  private isGap = false
  /** The last whole line was blank; a list may have taken it. */
  private isAfterBlank = false

  constructor({ width, theme }: Page) {
    this.page = { width: Math.max(1, Math.floor(width)), theme }
  }

  /** Takes a piece. @returns painted lines that are final now */
  push(chunk: string): readonly string[] {
    return this.takeText(this.sanitizer.push(chunk)).map(paintLine)
  }

  /** Ends the text. @returns the lines that were still open */
  end(): readonly string[] {
    const lines = [...this.takeText(this.sanitizer.flush())]
    if (this.line !== '') lines.push(...this.takeLine(this.line))
    this.line = ''
    lines.push(...this.close())
    return lines.map(paintLine)
  }

  /** The end of what is still open, at most so many painted lines. Parses the open block, so ask once a frame. */
  tail(maxRows: number): readonly string[] {
    if (maxRows <= 0) return []
    return this.openLines(maxRows).slice(-maxRows).map(paintLine)
  }

  private takeText(text: string): readonly Line[] {
    const [first = '', ...more] = text.split('\n')
    this.line += first
    const lines: Line[] = []
    for (const next of more) {
      for (const line of this.takeLine(this.line)) lines.push(line)
      this.line = next
    }
    return lines
  }

  private takeLine(line: string): readonly Line[] {
    const wasBlank = this.isAfterBlank
    this.isAfterBlank = isBlank(line)
    if (this.block?.accepts(line) === true) return this.shown(this.block.take(line))
    const closed = this.close()
    this.isGap = this.hasShown && (this.isGap || wasBlank || this.isAfterBlank)
    if (this.isAfterBlank) return closed
    this.block = begin(line, this.page)
    return [...closed, ...this.shown(this.block.take(line))]
  }

  private close(): readonly Line[] {
    const rest = this.block?.rest() ?? []
    this.block = null
    return this.shown(rest)
  }

  /** The lines, behind the blank line that is due. */
  private shown(lines: readonly Line[]): readonly Line[] {
    if (lines.length === 0) return lines
    const gap = this.isGap
    this.hasShown = true
    this.isGap = false
    return gap ? [[], ...lines] : lines
  }

  private openLines(maxRows: number): readonly Line[] {
    const { block, line } = this
    if (line.length > maximumOpenLine) {
      const end = line.slice(-Math.min(line.length, maxRows * this.page.width)).toWellFormed()
      return plainLines([end], this.page)
    }
    const isHeld = line === '' || block?.accepts(line) === true
    const open = block?.rest(line !== '' && isHeld ? line : undefined) ?? []
    const first = this.isGap && open.length > 0 ? [[], ...open] : open
    if (isHeld || isBlank(line) || mayBecomeFence(line)) return first
    const next = begin(line, this.page)
    const lines = [...next.take(line), ...next.rest()]
    // What is open may show nothing (an empty quote): the blank line that was due is still due.
    const isDue = this.isAfterBlank || (this.isGap && open.length === 0)
    const isApart = lines.length > 0 && isDue && (this.hasShown || first.length > 0)
    return isApart ? [...first, [], ...lines] : [...first, ...lines]
  }
}

function mayBecomeFence(line: string): boolean {
  return /^ {0,3}(?:`{1,2}|~{1,2})$/.test(line)
}

function begin(line: string, page: Page): MarkdownBlock {
  const fence = fenceStart(line)
  if (fence !== null) return new FenceBlock(fence, page)
  return itemStart(line) === null ? new LeafBlock(page) : new ListBlock(page)
}
