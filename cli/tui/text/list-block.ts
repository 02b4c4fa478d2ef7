import {
  fenceStart,
  interruptsParagraph,
  isBlank,
  isFenceEnd,
  isRule,
  itemStart,
  type FenceStart,
  type ItemStart,
} from './line-kinds.ts'
import { dedent, indentOf, measureLine, unmeasured } from './markdown-bounds.ts'
import { plainLines, tokensOf, type MarkdownBlock, type Page } from './markdown-block.ts'
import { listItem } from './markdown-tokens.ts'
import type { Line } from './span.ts'

/** A list gives away each item when the next one begins. */
export class ListBlock implements MarkdownBlock {
  private item: ListItem | null = null
  private blanks = 0

  constructor(private readonly page: Page) {}

  accepts(line: string): boolean {
    if (this.item === null || isBlank(line) || this.item.holds(line)) return true
    if (itemStart(line) !== null) return true
    return this.blanks === 0 && this.item.continues(line)
  }

  take(line: string): readonly Line[] {
    if (isBlank(line)) {
      this.blanks += 1
      return []
    }
    const start = itemStart(line)
    if (this.item === null || (start !== null && !this.item.holds(line)))
      return start === null ? [] : this.next(start, line)
    const given = this.item.take(line, this.blanks)
    this.blanks = 0
    return given
  }

  rest(next?: string): readonly Line[] {
    if (this.item === null) return []
    if (next === undefined || isBlank(next)) return this.item.rest()
    const start = itemStart(next)
    if (start === null || this.item.holds(next)) return this.item.rest([...blankLines(this.blanks), next])
    const item = new ListItem(start, this.item, this.page)
    return [...this.item.rest(), ...blankRow(this.blanks), ...item.rest([next])]
  }

  private next(start: ItemStart, line: string): readonly Line[] {
    const before = this.item
    const given = before === null ? [] : [...before.rest(), ...blankRow(this.blanks)]
    this.item = new ListItem(start, before, this.page)
    this.blanks = 0
    return [...given, ...this.item.take(line, 0)]
  }
}

function blankLines(count: number): readonly string[] {
  return Array.from({ length: Math.min(count, 2) }, () => '')
}

function blankRow(count: number): readonly Line[] {
  return count > 0 ? [[]] : []
}

/** One item: its lines, and the fence that is open in it. */
class ListItem {
  readonly number: number | null
  readonly sign: string
  private readonly indent: number
  private readonly lines: string[] = []
  private fence: FenceStart | null = null
  private measure = unmeasured

  constructor(
    private readonly start: ItemStart,
    before: ListItem | null,
    private readonly page: Page,
  ) {
    const follows = before !== null && before.sign === start.sign && before.number !== null && start.number !== null
    this.number = follows ? (before.number ?? 0) + 1 : start.number
    this.sign = start.sign
    this.indent = start.indent
  }

  /** Whether a line stands within the item: below its text, or a bullet below a number, however little it is indented. */
  holds(line: string): boolean {
    const indent = indentOf(line)
    if (indent >= this.indent) return true
    return this.number !== null && indent >= 2 && itemStart(line)?.number === null
  }

  /** Whether a line at the margin carries on the paragraph that is open. */
  continues(line: string): boolean {
    return this.fence === null && !interruptsParagraph(line) && !isRule(line)
  }

  take(line: string, blanks: number): readonly Line[] {
    const shown = this.lines.length === 0 ? line : dedent(line, this.indent)
    this.lines.push(...blankLines(blanks), line)
    this.measure = measureLine(this.measure, shown, this.fence !== null)
    if (this.fence === null) this.fence = fenceStart(this.lines.length === 1 ? this.start.text : shown)
    else if (isFenceEnd(shown, this.fence)) this.fence = null
    if (this.measure.isBounded) return []
    return plainLines(this.lines.splice(0), this.page)
  }

  rest(more: readonly string[] = []): readonly Line[] {
    const lines = [...this.lines, ...more]
    const measure = more.reduce((sum, line) => measureLine(sum, line, this.fence !== null), this.measure)
    if (!measure.isBounded) return plainLines(lines, this.page)
    const text = [this.start.text, ...lines.slice(1).map((line) => dedent(line, this.indent))].join('\n')
    const tokens = tokensOf(text)
    const number = this.number === null ? null : `${this.number}${this.sign}`
    return tokens === null ? plainLines(lines, this.page) : listItem(tokens, number, { ...this.page, depth: 0 })
  }
}
