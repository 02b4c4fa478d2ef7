import type { Token, Tokens } from 'marked'
import type { Theme } from '../theme.ts'
import { breakLine, expandTabs } from './break-line.ts'
import { CodeHighlighter } from './highlight.ts'
import { loadHighlighter } from './load-highlighter.ts'
import { inlineSpans } from './markdown-inline.ts'
import { renderTable } from './markdown-table.ts'
import { behind, repaint, span, type Line } from './span.ts'
import { wrapSpans } from './wrap.ts'

/** Where tokens are rendered. */
export interface Place {
  readonly width: number
  readonly theme: Theme
  /** Lists around it. */
  readonly depth: number
}

/** Columns below which nothing is indented any more. */
const leastWidth = 8

/** Block tokens as lines: one blank line where the source has some. */
export function renderTokens(tokens: readonly Token[], place: Place): readonly Line[] {
  const lines: Line[] = []
  let isGap = false
  for (const token of tokens) {
    if (token.type === 'space') isGap = true
    else {
      if (isGap && lines.length > 0) lines.push([])
      for (const line of renderToken(token, place)) lines.push(line)
      isGap = /\n[ \t]*\n[ \t]*$/.test(token.raw.slice(-200))
    }
  }
  return lines
}

function renderToken(token: Token, place: Place): readonly Line[] {
  const { width, theme } = place
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading
      const marks = theme.marks ? [span(`${'#'.repeat(depth)} `)] : []
      const heading = wrapSpans([...marks, ...inlineSpans(tokens, theme)], width)
      return repaint(heading, (text) => theme.heading(depth, text))
    }
    case 'hr':
      return [[span('─'.repeat(width), theme.dim)]]
    case 'code': {
      const { lang, text } = token as Tokens.Code
      return codeLines(text, lang ?? '', place)
    }
    case 'blockquote':
      return quote((token as Tokens.Blockquote).tokens, place)
    case 'list':
      return list(token as Tokens.List, place)
    case 'table':
      return renderTable(token as Tokens.Table, width, theme)
    case 'paragraph':
    case 'text':
      return wrapSpans(inlineSpans([token.type === 'text' ? token : { ...token, type: 'text' }], theme), width)
    default:
      return wrapSpans([span(token.raw.replace(/\n+$/, ''))], width)
  }
}

/** Code within another block; a fence of its own streams instead. */
function codeLines(text: string, info: string, place: Place): readonly Line[] {
  const language = languageOf(info)
  if (language !== '') void loadHighlighter()
  const highlighter = new CodeHighlighter(language, place.theme)
  return text.split('\n').flatMap((line) => codeLine(highlighter.take(expandTabs(line, 4)), place.width))
}

/** One line of code as rows: indented where there is room, cut where it is full. */
export function codeLine(line: Line, width: number): readonly Line[] {
  const indent = span(width > leastWidth * 2 ? '  ' : '')
  return behind(indent, indent, breakLine(line, width - indent.text.length))
}

/** The language that the info string of a fence names: its first word. */
export function languageOf(info: string): string {
  return /^\{?\.?([\w+#.-]{1,30})/.exec(info)?.[1]?.toLowerCase() ?? ''
}

function quote(tokens: readonly Token[], { width, theme, depth }: Place): readonly Line[] {
  const bar = span(width <= leastWidth ? '' : theme.marks ? '> ' : '│ ', theme.dim)
  const inner = renderTokens(tokens, { width: width - bar.text.length, theme, depth })
  return behind(bar, bar, repaint(inner, theme.quote))
}

function list({ items, ordered, start }: Tokens.List, place: Place): readonly Line[] {
  return items.flatMap((item, index) => {
    const before = items[index - 1]?.raw ?? ''
    const lines = listItem(item.tokens, ordered ? `${(start === '' ? 1 : start) + index}.` : null, place)
    return /\n[ \t]*\n[ \t]*$/.test(before.slice(-200)) ? [[], ...lines] : lines
  })
}

/** The blocks of an item behind its bullet or number. */
export function listItem(tokens: readonly Token[], number: string | null, place: Place): readonly Line[] {
  const { width, theme, depth } = place
  const marker = `${number ?? (theme.marks ? '-' : depth % 2 === 0 ? '•' : '◦')} `
  const shown = width - marker.length >= leastWidth ? marker : ''
  const inner = renderTokens(tokens, { width: width - shown.length, theme, depth: depth + 1 })
  const lines = inner.length === 0 ? [[]] : inner
  return behind(span(shown, theme.accent), span(' '.repeat(shown.length)), lines)
}
