/** The candidate that a mistyped word most likely meant, or null when none is near. Case counts for nothing. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = word.slice(0, longestWord).toLowerCase()
  let best: string | null = null
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.slice(0, longestWord).toLowerCase())
    if (distance >= bestDistance || distance >= wanted.length) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

const longestWord = 100

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(swap, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    above = row
  }
  return above[b.length] ?? 0
}
