import { breakLine, expandTabs } from './break-line.ts'
import { CodeHighlighter } from './highlight.ts'
import { isFenceEnd, type FenceStart } from './line-kinds.ts'
import { isHighlighterPending, loadHighlighter } from './load-highlighter.ts'
import { dedent } from './markdown-bounds.ts'
import type { MarkdownBlock, Page } from './markdown-block.ts'
import { codeLine, languageOf } from './markdown-tokens.ts'
import { span, type Line } from './span.ts'

/** A fence gives away each line of code as it is finished. */
export class FenceBlock implements MarkdownBlock {
  private readonly language: string
  private highlighter: CodeHighlighter | null = null
  /** Lines that wait for the highlighter to be loaded. */
  private readonly waiting: string[] = []
  private state: 'unopened' | 'open' | 'closed' = 'unopened'

  constructor(
    private readonly start: FenceStart,
    private readonly page: Page,
  ) {
    this.language = languageOf(start.info)
    if (this.language !== '') void loadHighlighter()
  }

  accepts(): boolean {
    return this.state !== 'closed'
  }

  take(line: string): readonly Line[] {
    if (this.state === 'unopened') {
      this.state = 'open'
      return this.label()
    }
    const isEnd = isFenceEnd(line, this.start)
    if (isEnd) this.state = 'closed'
    else this.waiting.push(line)
    if (!isEnd && this.language !== '' && isHighlighterPending()) return []
    return this.give()
  }

  rest(next?: string): readonly Line[] {
    const isShown = next !== undefined && !mayEnd(next, this.start)
    if (this.waiting.length === 0 && this.highlighter !== null) {
      return isShown ? this.rows(this.highlighter.peek(this.code(next))) : []
    }
    // Read anew each time: what waits is given away when the highlighter is there.
    const highlighter = new CodeHighlighter(this.language, this.page.theme)
    const lines = isShown ? [...this.waiting, next] : this.waiting
    return lines.flatMap((line) => this.rows(highlighter.take(this.code(line))))
  }

  private give(): readonly Line[] {
    const highlighter = (this.highlighter ??= new CodeHighlighter(this.language, this.page.theme))
    return this.waiting.splice(0).flatMap((line) => this.rows(highlighter.take(this.code(line))))
  }

  private rows(line: Line): readonly Line[] {
    return codeLine(line, this.page.width)
  }

  private code(line: string): string {
    return expandTabs(dedent(line, this.start.indent), 4)
  }

  /** What the info string says beyond the language. */
  private label(): readonly Line[] {
    const { info } = this.start
    return info.includes(' ') ? breakLine([span(info, this.page.theme.dim)], this.page.width) : []
  }
}

/** Half of a closing fence is not code. */
function mayEnd(line: string, { mark }: FenceStart): boolean {
  return /^ {0,3}(?:`+|~+)[ \t]*$/.test(line) && line.trim()[0] === mark[0]
}
