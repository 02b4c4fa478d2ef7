import type { SessionSummary } from '../../core/ports/session-index.ts'
import { allEfforts } from '../../core/models/model-info.ts'
import { modelInfo, type Provider } from '../../core/models/providers.ts'
import { devRemote, noRemote, type RemoteProfile } from '../config/remotes.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import { clip } from '../render/table.ts'

/** A word to complete to, and what it stands for. */
export interface Candidate {
  readonly word: string
  readonly about: string
}

/** Sessions by id, and by name where it can be offered. */
export function sessionCandidates(sessions: readonly SessionSummary[]): readonly Candidate[] {
  return sessions.flatMap(({ id, name, title }) => [
    { word: id, about: name ?? title },
    ...(name !== null && isOffered(name) ? [{ word: name, about: title }] : []),
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

/** Remotes by name, those that are built in last. */
export function remoteCandidates(remotes: readonly RemoteProfile[]): readonly Candidate[] {
  return [
    ...remotes.map(({ name, url }) => ({ word: name, about: url })),
    { word: devRemote, about: 'what lightspeed dev up started' },
    { word: noRemote, about: 'this machine' },
  ]
}

/** Lines that the scripts read: word, tab, description. The scripts quote the words; even unquoted no shell expands them. */
export function candidateLines(candidates: readonly Candidate[]): string {
  return candidates
    .filter(({ word }) => isOffered(word))
    .map(({ word, about }) => `${word}\t${clip(sanitizeLine(about), 60)}\n`)
    .join('')
}

/** Whether a word is text on one line in which nothing is expanded by any shell, and no flag. */
function isOffered(word: string): boolean {
  return sanitizeLine(word) === word && /^[^\s~-]/.test(word) && !/[$`\\<>="]|\s$/.test(word)
}
