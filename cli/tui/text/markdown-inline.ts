import type { Token, Tokens } from 'marked'
import type { Paint } from '../../render/palette.ts'
import { sanitize } from '../../render/sanitize.ts'
import type { Theme } from '../theme.ts'
import { span, type Span } from './span.ts'

/** Deeper emphasis is shown as it was written. */
const maximumDepth = 16

/** Inline tokens as painted spans, sanitised: the parser writes out entities. A newline in a span is a break of the line. */
export function inlineSpans(tokens: readonly Token[] | undefined, theme: Theme): readonly Span[] {
  return within(tokens, theme, theme.text, 0).map(({ text, paint }) =>
    span(sanitize(text).replaceAll('\t', ' '), paint),
  )
}

function within(tokens: readonly Token[] | undefined, theme: Theme, paint: Paint, depth: number): readonly Span[] {
  return (tokens ?? []).flatMap((token) =>
    depth > maximumDepth ? [span(token.raw, paint)] : one(token, theme, paint, depth),
  )
}

function one(token: Token, theme: Theme, paint: Paint, depth: number): readonly Span[] {
  const marked = (added: Paint, mark: string): readonly Span[] => {
    const both: Paint = (text) => paint(added(text))
    const inner = within((token as Tokens.Generic).tokens, theme, both, depth + 1)
    return theme.marks ? [span(mark, paint), ...inner, span(mark, paint)] : inner
  }
  switch (token.type) {
    case 'strong':
      return marked(theme.strong, '**')
    case 'em':
      return marked(theme.emphasis, '*')
    case 'del':
      return marked(theme.struck, '~~')
    case 'codespan': {
      const mark = theme.marks ? '`' : ''
      return [
        span(mark + (token as Tokens.Codespan).text.replaceAll('\n', ' ') + mark, (text) => paint(theme.code(text))),
      ]
    }
    case 'link':
      return link(token as Tokens.Link, theme, paint, depth)
    case 'image': {
      const { text, href } = token as Tokens.Image
      return [span(`[image${text === '' ? '' : `: ${text}`}]`, paint), ...address(href, text, theme, paint)]
    }
    case 'br':
      return [span('\n', paint)]
    case 'checkbox':
      return [span((token as Tokens.Checkbox).checked ? '[x] ' : '[ ] ', paint)]
    case 'escape':
      return [span((token as Tokens.Escape).text, paint)]
    case 'text': {
      const { tokens, text } = token as Tokens.Text
      return tokens === undefined ? [span(withoutEntities(text), paint)] : within(tokens, theme, paint, depth + 1)
    }
    default:
      return [span(token.raw, paint)]
  }
}

/** The label, and behind it the address when it says something else. */
function link({ href, text, tokens }: Tokens.Link, theme: Theme, paint: Paint, depth: number): readonly Span[] {
  const painted: Paint = (label) => paint(theme.link(label))
  if (text.trim() === '') return [span(href, painted)]
  return [...within(tokens, theme, painted, depth + 1), ...address(href, text, theme, paint)]
}

function address(href: string, label: string, theme: Theme, paint: Paint): readonly Span[] {
  const bare = (url: string): string => url.replace(/^mailto:|\/$/g, '')
  if (href === '' || bare(href) === bare(label) || bare(href) === `http://${bare(label)}`) return []
  return [span(' (', paint), span(href, (text) => paint(theme.dim(text))), span(')', paint)]
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
}

/** The few entities that models write; any other stays as it is. */
function withoutEntities(text: string): string {
  return text.includes('&') ? text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (name) => entities[name] ?? name) : text
}
