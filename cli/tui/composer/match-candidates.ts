import type { Candidate } from '../../chat/commands/slash-command.ts'
import type { ArgumentChoice } from '../editor/complete.ts'

/** What an argument may be, given what is typed of it: what is meant exactly comes first, then what begins with it. */
export function matchCandidates(candidates: readonly Candidate[], typed: string): readonly ArgumentChoice[] {
  const wanted = typed.trimEnd()
  const named = candidates.filter(({ value, called }) => (called === undefined ? value : called.name) === wanted)
  const meant = named.length > 0 ? named : byBeginning(candidates, wanted)
  return candidates
    .map((candidate) => ({ candidate, rank: meant.includes(candidate) ? 0 : rankOf(candidate, typed.toLowerCase()) }))
    .filter(({ rank }) => rank < unlike)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ candidate }) => {
      const { value, summary } = candidate
      return { value, about: summary, isMeant: candidate === meant[0] }
    })
}

const unlike = 4

/** The only one whose id begins so. */
function byBeginning(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  if (typed === '') return []
  const found = candidates.filter(({ called, value }) => called !== undefined && value.startsWith(typed))
  return found.length === 1 ? found : found.filter(({ value }) => value === typed)
}

function rankOf({ value, called }: Candidate, typed: string): number {
  if (called === undefined) return value.toLowerCase().includes(typed) ? 1 : unlike
  const wanted = typed.trimEnd()
  const words = [called.name ?? '', called.words].map((text) => text.toLowerCase())
  if (value.startsWith(wanted)) return 1
  if (words.some((text) => text.startsWith(wanted))) return 2
  return words.some((text) => text.includes(wanted)) ? 3 : unlike
}
