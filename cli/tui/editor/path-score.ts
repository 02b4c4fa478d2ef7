/* Every character of a query that is found is worth `hit`; more right behind the one before, where a segment
   or a word begins, and within the basename. Among equals the shorter path is better. */

const hit = 16
const consecutive = 12
const segmentStart = 14
const wordStart = 9
const inBasename = 6
const gap = 1
const impossible = -0x40000000

/** Longer paths are found only where they hold the query as it stands. */
const longest = 1024
let ended = new Int32Array(longest)
let best = new Int32Array(longest)
let endedBefore = new Int32Array(longest)
let bestBefore = new Int32Array(longest)

/** How well a path holds a query as it stands; null when it does not. Both in lower case, `path` as it is. */
export function wholeScore(query: string, path: string, lower: string): number | null {
  let at = lower.lastIndexOf(query)
  if (at === -1) return null
  const basename = basenameOf(path)
  let most = impossible
  for (let tries = 0; at !== -1 && tries < 4; tries += 1) {
    let score = query.length * hit + (query.length - 1) * consecutive + startBonus(path, at)
    if (at >= basename) score += query.length * inBasename
    most = Math.max(most, score)
    at = at === 0 ? -1 : lower.lastIndexOf(query, at - 1)
  }
  return ranked(most, lower)
}

/** How well a path holds the characters of a query in their order, at best; null when it does not. */
export function scatteredScore(query: string, path: string, lower: string): number | null {
  if (lower.length > longest) return null
  let from = -1
  for (let i = 0; i < query.length; i += 1) {
    from = lower.indexOf(query.charAt(i), from + 1)
    if (from === -1) return null
  }
  const basename = basenameOf(path)
  // Row by row: the best score of the query up to here that ends at a character, and that ends at or before it.
  for (let i = 0, start = 0; i < query.length; i += 1) {
    start = lower.indexOf(query.charAt(i), start)
    fillRow(query.charCodeAt(i), i === 0, start, path, lower, basename)
    start += 1
    ;[ended, endedBefore] = [endedBefore, ended]
    ;[best, bestBefore] = [bestBefore, best]
  }
  return ranked(bestBefore[lower.length - 1] ?? impossible, lower)
}

function fillRow(wanted: number, isFirst: boolean, start: number, path: string, lower: string, basename: number): void {
  const [row, most, rowBefore, mostBefore] = [ended, best, endedBefore, bestBefore]
  let running = impossible
  if (start > 0) row[start - 1] = most[start - 1] = impossible
  for (let at = start; at < lower.length; at += 1) {
    let score = impossible
    if (lower.charCodeAt(at) === wanted) {
      const worth = hit + startBonus(path, at) + (at >= basename ? inBasename : 0)
      if (isFirst) score = worth
      else score = worth + Math.max((rowBefore[at - 1] ?? impossible) + consecutive, mostBefore[at - 1] ?? impossible)
    }
    row[at] = score
    running = Math.max(score, running - gap)
    most[at] = running
  }
}

function ranked(score: number, lower: string): number {
  return score * 64 - Math.min(lower.length, 2000)
}

function basenameOf(path: string): number {
  return path.lastIndexOf('/', path.length - 2) + 1
}

function startBonus(path: string, at: number): number {
  if (at === 0) return segmentStart
  const before = path.charCodeAt(at - 1)
  if (before === 0x2f) return segmentStart
  if (before === 0x2d || before === 0x5f || before === 0x2e || before === 0x20) return wordStart
  return isUpper(path.charCodeAt(at)) && !isUpper(before) ? wordStart : 0
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90
}
