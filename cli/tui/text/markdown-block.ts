import { lexer, type Token } from 'marked'
import type { Theme } from '../theme.ts'
import { expandTabs } from './break-line.ts'
import { span, type Line } from './span.ts'
import { wrapSpans } from './wrap.ts'

/** Where blocks are rendered. */
export interface Page {
  readonly width: number
  readonly theme: Theme
}

/** A top-level block while its lines come in. What it gave away once it never changes. */
export interface MarkdownBlock {
  /** Whether the next line belongs to it. */
  accepts(line: string): boolean
  /** Takes a line that it accepts. @returns lines that are final now */
  take(line: string): readonly Line[]
  /** What was not given away, as if the block ended here, or behind one more line that it accepts. */
  rest(next?: string): readonly Line[]
}

/** Tokens of a bounded piece of Markdown; null when the parser gives up. */
export function tokensOf(markdown: string): readonly Token[] | null {
  try {
    return lexer(markdown)
  } catch {
    return null
  }
}

/** Lines as they were written, wrapped. */
export function plainLines(lines: readonly string[], { width, theme }: Page): readonly Line[] {
  return lines.flatMap((line) => wrapSpans([span(expandTabs(line, 4), theme.text)], width))
}
