import type { SessionSummary } from '../../core/ports/session-index.ts'
import { allEfforts } from '../../core/models/model-info.ts'
import { modelInfo, type Provider } from '../../core/models/providers.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { clip } from '../render/table.ts'

/** A word to complete to, and what it stands for. */
export interface Candidate {
  readonly word: string
  readonly about: string
}

/** Sessions by id, and by name where it is one that a shell takes as it is. */
export function sessionCandidates(sessions: readonly SessionSummary[]): readonly Candidate[] {
  return sessions.flatMap(({ id, name, title }) => [
    { word: id, about: name ?? title },
    ...(name !== null && isPlainWord(name) ? [{ word: name, about: title }] : []),
  ])
}

/** Models by name; a colon behind one of them asks for its efforts. */
export function modelCandidates(providers: readonly Provider[], typed: string): readonly Candidate[] {
  return providers.flatMap((provider) =>
    Object.keys(provider.models).flatMap((id) => {
      const word = `${provider.name}/${id}`
      const efforts = typed.startsWith(`${word}:`) ? (modelInfo(provider, id).efforts ?? allEfforts) : []
      return [word, ...efforts.map((effort) => `${word}:${effort}`)].map((each) => ({ word: each, about: '' }))
    }),
  )
}

/** Lines that the scripts read: word, tab, description. Nothing in them means anything to a shell. */
export function candidateLines(candidates: readonly Candidate[]): string {
  return candidates
    .filter(({ word }) => isPlainWord(word))
    .map(({ word, about }) => `${word}\t${clip(sanitizeLine(about), 60)}\n`)
    .join('')
}

/** Whether a shell takes a word without quotes, and no shell makes anything else of it. */
function isPlainWord(word: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.:/@+-]*$/u.test(word)
}
