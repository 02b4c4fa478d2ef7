import { wholeCharacters } from '../../../core/tools/fold-lines.ts'

/** Lines of a text that match, counted from 0: each is one match, or several lines of one that spans them. */
export interface LineMatch {
  readonly first: number
  readonly last: number
  /** UTF-16 column in the first line where the match begins. */
  readonly column: number
}

/** What a search found in one text. */
export interface TextMatches {
  readonly matches: readonly LineMatch[]
  /** Lines that were too long to be searched. */
  readonly skippedLines: number
}

/** Longest line that is searched, in UTF-16 units: longer ones are generated, and slow. */
const longestSearched = 64 * 1024

/** Matches line by line; CRs before line ends are not part of a line. Stops after `most` matches. */
export function searchLines(text: string, pattern: RegExp, most: number): TextMatches {
  const matches: LineMatch[] = []
  let skippedLines = 0
  let line = 0
  for (let start = 0; start < text.length && matches.length < most; line += 1) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    const content = text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end)
    start = end + 1
    if (content.length > longestSearched) {
      skippedLines += 1
      continue
    }
    const match = pattern.exec(content)
    if (match !== null) matches.push({ first: line, last: line, column: match.index })
  }
  return { matches, skippedLines }
}

/** Matches of a global pattern over the whole text, CRLF taken as LF. Stops after `most` matches. */
export function searchWhole(text: string, pattern: RegExp, most: number): TextMatches {
  const plain = text.replaceAll('\r\n', '\n')
  const matches: LineMatch[] = []
  let line = 0
  let lineStart = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(plain); match !== null && matches.length < most; match = pattern.exec(plain)) {
    for (let at = plain.indexOf('\n', lineStart); at !== -1 && at < match.index; at = plain.indexOf('\n', lineStart)) {
      line += 1
      lineStart = at + 1
    }
    const inner = match[0].replace(/\n$/, '').split('\n').length - 1
    matches.push({ first: line, last: line + inner, column: match.index - lineStart })
    if (match[0] === '') pattern.lastIndex += 1
  }
  return { matches, skippedLines: 0 }
}

/** A line of a search result. */
export interface ResultRow {
  /** Counted from 1. */
  readonly line: number
  readonly text: string
  /** Otherwise it is only near a match. */
  readonly isMatch: boolean
  /** Lines between the row before and this one are left out. */
  readonly afterGap: boolean
}

const longestRow = 500

/** The matching lines of a text with `before` and `after` lines around them, each line once. */
export function resultRows(
  text: string,
  matches: readonly LineMatch[],
  before: number,
  after: number,
): readonly ResultRow[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const columns = new Map<number, number>()
  for (const { first, last, column } of matches) {
    for (let line = first; line <= last; line += 1)
      if (!columns.has(line)) columns.set(line, line === first ? column : 0)
  }
  const rows: ResultRow[] = []
  let next = 0
  for (const { first, last } of matches) {
    const from = Math.max(next, first - before)
    for (let line = from; line <= Math.min(lines.length - 1, last + after); line += 1) {
      const column = columns.get(line)
      const afterGap = line === from && rows.length > 0 && from > next
      rows.push({
        line: line + 1,
        text: cutAround(lines[line] ?? '', column ?? 0),
        isMatch: column !== undefined,
        afterGap,
      })
    }
    next = Math.max(next, last + after + 1)
  }
  return rows
}

/** A long line is cut so that the match is seen. */
function cutAround(line: string, column: number): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  if (text.length <= longestRow) return text
  const from = wholeCharacters(text, Math.max(0, Math.min(column - 100, text.length - longestRow)))
  const to = wholeCharacters(text, Math.min(text.length, from + longestRow))
  return `${from > 0 ? '[...]' : ''}${text.slice(from, to)}${to < text.length ? '[...]' : ''}`
}
