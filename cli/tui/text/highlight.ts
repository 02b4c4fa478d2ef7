import type { HighlightResult, HLJSApi } from 'highlight.js'
import type { SyntaxClass, Theme } from '../theme.ts'
import { highlighter } from './load-highlighter.ts'
import { span, type Line } from './span.ts'

/** What is longer stays plain; the expressions of a grammar may need the square of it. */
const maximumLine = 1000
const maximumCode = 100_000
/** Lines of an open construct that are kept to tell what the next line is: its first and its last. */
const keptHead = 4
const keptTail = 8

/**
 * Highlights code line by line. A line's colours depend only on the lines before it, so a line that
 * was shown never changes: lines are read again only while a comment, a string or a list is open.
 */
export class CodeHighlighter {
  private readonly api: HLJSApi | null
  private readonly language: string
  private open: readonly string[] = []
  private size = 0

  constructor(
    language: string,
    private readonly theme: Theme,
  ) {
    const api = highlighter()
    this.language = language.toLowerCase()
    this.api = api?.getLanguage(this.language) === undefined ? null : api
  }

  /** The next line as it would be shown. */
  peek(line: string): Line {
    return this.api === null || !this.isBounded(line)
      ? [span(line, this.theme.text)]
      : painted(read(this.api, this.language, this.open, line).parts, this.theme)
  }

  /** The next line. */
  take(line: string): Line {
    if (this.api === null || !this.isBounded(line)) {
      this.size += line.length
      return [span(line, this.theme.text)]
    }
    const { parts, isOpen } = read(this.api, this.language, this.open, line)
    this.size += line.length
    const open = isOpen ? [...this.open, line] : []
    this.open = open.length > keptHead + keptTail ? [...open.slice(0, keptHead), ...open.slice(-keptTail)] : open
    return painted(parts, this.theme)
  }

  private isBounded(line: string): boolean {
    return line.length <= maximumLine && this.size + line.length <= maximumCode
  }
}

interface Part {
  readonly text: string
  readonly kind: SyntaxClass | null
}

interface Reading {
  readonly parts: readonly Part[]
  /** Something begins here, or earlier, and does not end. */
  readonly isOpen: boolean
}

/** An open block is rendered at every frame, with the same lines. */
const readings = new Map<string, Reading>()

function read(api: HLJSApi, language: string, open: readonly string[], line: string): Reading {
  const code = [...open, line].join('\n')
  const key = `${language}\n${code}`
  const known = readings.get(key)
  if (known !== undefined) return known
  const result = api.highlight(code, { language, ignoreIllegals: true })
  const reading = { parts: lastLine(result.value, open.length), isOpen: isInside(result) }
  if (readings.size >= 1000) readings.clear()
  readings.set(key, reading)
  return reading
}

/** Whether the code ends within a mode of the grammar. */
function isInside(result: HighlightResult): boolean {
  const top = result._top as { readonly parent?: unknown } | undefined
  return top?.parent !== undefined
}

const pieces = /<span class="([^"]*)">|(<\/span>)|&(amp|lt|gt|quot|#x27);|([^<&]+)/g
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

/** The parts of the line behind so many newlines, out of the markup that the highlighter makes. */
function lastLine(markup: string, newlines: number): readonly Part[] {
  const kinds: (SyntaxClass | null)[] = []
  const parts: Part[] = []
  let passed = 0
  for (const [, scope, close, entity, text] of markup.matchAll(pieces)) {
    if (scope !== undefined) kinds.push(kindOf(scope) ?? kinds.at(-1) ?? null)
    else if (close !== undefined) kinds.pop()
    else {
      const lines = (entity === undefined ? (text ?? '') : (entities[entity] ?? '')).split('\n')
      passed += lines.length - 1
      if (passed === newlines) parts.push({ text: lines.at(-1) ?? '', kind: kinds.at(-1) ?? null })
    }
  }
  return parts
}

function painted(parts: readonly Part[], theme: Theme): Line {
  return parts.map(({ text, kind }) => span(text, kind === null ? theme.text : theme.syntax[kind]))
}

const kindsByScope: Readonly<Record<string, SyntaxClass>> = {
  keyword: 'keyword',
  literal: 'keyword',
  operator: 'keyword',
  'selector-tag': 'keyword',
  string: 'string',
  regexp: 'string',
  symbol: 'string',
  bullet: 'string',
  quote: 'comment',
  number: 'number',
  comment: 'comment',
  doctag: 'comment',
  title: 'name',
  section: 'name',
  name: 'name',
  attr: 'name',
  attribute: 'name',
  'selector-class': 'name',
  'selector-id': 'name',
  built_in: 'type',
  type: 'type',
  'template-variable': 'type',
  variable: 'type',
  meta: 'meta',
  addition: 'added',
  deletion: 'removed',
}

function kindOf(scope: string): SyntaxClass | null {
  const [first = ''] = scope.split(' ')
  return kindsByScope[first.replace('hljs-', '')] ?? null
}
