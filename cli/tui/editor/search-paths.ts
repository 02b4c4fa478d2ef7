import { lowered, maskOf, pathIndex, type PathIndex } from './path-index.ts'
import { scatteredScore, wholeScore } from './path-score.ts'

/**
 * The paths that a query means, best first; without a query the first of the list. Paths that hold it
 * as it stands come first, the one that it is before all others; those that hold its characters apart are looked for only where few do.
 */
export function searchPaths(query: string, paths: readonly string[], limit = 20): readonly string[] {
  const wanted = lowered(query.replaceAll(' ', ''))
  if (wanted === '') return paths.slice(0, limit)
  const index = pathIndex(paths)
  const whole = bestOf(index, index.paths.keys(), wanted, wholeScore, limit)
  const exact = whole.found.filter((path) => path === query)
  if (whole.found.length >= limit) return [...new Set([...exact, ...whole.found])]
  const scattered = bestOf(index, candidates(index, wanted), wanted, scatteredScore, limit)
  index.memory = { query: wanted, kept: scattered.kept }
  return [...new Set([...exact, ...whole.found, ...scattered.found])].slice(0, limit)
}

type Score = (query: string, path: string, lower: string) => number | null

function bestOf(
  { paths, lower, masks }: PathIndex,
  among: Iterable<number>,
  wanted: string,
  scoreOf: Score,
  limit: number,
): { readonly found: readonly string[]; readonly kept: readonly number[] } {
  const mask = maskOf(wanted)
  const kept: number[] = []
  const list: Find[] = []
  for (const at of among) {
    if (((masks[at] ?? 0) & mask) !== mask) continue
    const score = scoreOf(wanted, paths[at] ?? '', lower[at] ?? '')
    if (score === null) continue
    kept.push(at)
    if (list.length < limit || score > (list.at(-1)?.score ?? 0)) place(list, { at, score }, limit)
  }
  return { found: list.map(({ at }) => paths[at] ?? ''), kept }
}

/** A longer query is held apart by nothing that does not hold the shorter one. */
function candidates({ memory, paths }: PathIndex, query: string): Iterable<number> {
  return memory && query.startsWith(memory.query) ? memory.kept : paths.keys()
}

interface Find {
  readonly at: number
  readonly score: number
}

/** Puts a find into a short list that is sorted; equal ones stay in the order of the paths. */
function place(list: Find[], find: Find, limit: number): void {
  let at = list.length
  while (at > 0 && (list[at - 1]?.score ?? 0) < find.score) at -= 1
  list.splice(at, 0, find)
  if (list.length > limit) list.pop()
}
