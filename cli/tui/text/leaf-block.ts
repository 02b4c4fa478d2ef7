import { interruptsParagraph, isBlank, isHeading, isQuote, isRule } from './line-kinds.ts'
import { measureLine, unmeasured } from './markdown-bounds.ts'
import { plainLines, tokensOf, type MarkdownBlock, type Page } from './markdown-block.ts'
import { renderTokens } from './markdown-tokens.ts'
import type { Line } from './span.ts'

/** What ends at a blank line: a paragraph, a heading, a table, a quote, HTML. Beyond the bounds it is plain text. */
export class LeafBlock implements MarkdownBlock {
  private readonly lines: string[] = []
  private measure = unmeasured
  private kind: 'empty' | 'text' | 'quote' | 'one-line' = 'empty'

  constructor(private readonly page: Page) {}

  accepts(line: string): boolean {
    switch (this.kind) {
      case 'empty':
        return true
      case 'one-line':
        return false
      case 'quote':
        return isQuote(line) || !(isBlank(line) || isRule(line) || interruptsParagraph(line))
      case 'text':
        return !(isBlank(line) || interruptsParagraph(line))
    }
  }

  take(line: string): readonly Line[] {
    if (this.kind === 'empty') this.kind = kindOf(line)
    this.measure = measureLine(this.measure, line, isIndentedCode(line))
    this.lines.push(line)
    if (this.measure.isBounded && this.kind !== 'one-line') return []
    const given = this.rest()
    this.lines.length = 0
    return given
  }

  rest(next?: string): readonly Line[] {
    const lines = next === undefined ? this.lines : [...this.lines, next]
    if (lines.length === 0) return []
    const measure = next === undefined ? this.measure : measureLine(this.measure, next, isIndentedCode(next))
    const tokens = measure.isBounded ? tokensOf(lines.join('\n')) : null
    return tokens === null ? plainLines(lines, this.page) : renderTokens(tokens, { ...this.page, depth: 0 })
  }
}

function kindOf(line: string): 'text' | 'quote' | 'one-line' {
  if (isHeading(line) || isRule(line)) return 'one-line'
  return isQuote(line) ? 'quote' : 'text'
}

function isIndentedCode(line: string): boolean {
  return /^(?: {4}|\t)/.test(line)
}
