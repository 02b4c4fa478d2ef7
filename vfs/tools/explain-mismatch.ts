/**
 * Why some lines are not in a text, as a hint for the next try: they are there but for white space, they carry
 * line numbers, or one line comes near. Empty when nothing helps.
 */
export function explainMismatch(text: string, wanted: string): string {
  const lines = text.split('\n')
  const sought = trimmedLines(wanted)
  if (sought.length === 0) return ''
  if (sought.every((line) => /^(L?\d+: |\d+\t)/.test(line))) return ' Leave out the line numbers that reading adds.'
  const at = indexOfTrimmed(lines, sought)
  if (at !== -1) {
    const there = lines.slice(at, at + Math.min(sought.length, 10)).map((line) => quote(line))
    return ` ${lineRange(at + 1, at + sought.length)} would match but for white space; exactly: ${there.join(', ')}`
  }
  const near = nearestLine(lines, sought[0] ?? '')
  return near === null ? '' : ` The nearest is line ${near + 1}: ${quote(lines[near] ?? '')}`
}

function trimmedLines(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim())
  const first = lines.findIndex((line) => line !== '')
  const last = lines.findLastIndex((line) => line !== '')
  return first === -1 ? [] : lines.slice(first, last + 1)
}

function indexOfTrimmed(lines: readonly string[], sought: readonly string[]): number {
  return lines.findIndex((_, start) => sought.every((line, offset) => lines[start + offset]?.trim() === line))
}

function lineRange(first: number, last: number): string {
  return last > first ? `lines ${first}-${last}` : `line ${first}`
}

const longestQuote = 160
const mostLines = 20_000

function quote(line: string): string {
  const text = line.replace(/\r$/, '')
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text)
}

/** The line that shares most pairs of characters with the wanted one, when at least half are shared. */
function nearestLine(lines: readonly string[], wanted: string): number | null {
  const pairs = pairsOf(wanted)
  let best: number | null = null
  let bestLikeness = 0.5
  for (const [index, line] of lines.slice(0, mostLines).entries()) {
    const others = pairsOf(line.trim())
    let shared = 0
    for (const pair of others) if (pairs.has(pair)) shared += 1
    const likeness = (2 * shared) / (pairs.size + others.size)
    if (likeness <= bestLikeness) continue
    best = index
    bestLikeness = likeness
  }
  return best
}

function pairsOf(line: string): ReadonlySet<string> {
  const pairs = new Set<string>()
  for (let index = 0; index + 1 < Math.min(line.length, 300); index += 1) pairs.add(line.slice(index, index + 2))
  return pairs
}
