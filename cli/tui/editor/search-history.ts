import type { Draft } from './draft.ts'
import type { HistoryEntry, InputHistory } from './input-history.ts'
import { draftFromParts } from './parts.ts'

/** A search through history, newest first, as it is typed. */
export interface Search {
  readonly query: string
  /** The entry that matches; null before there is one. */
  readonly index: number | null
  /** Whether there is no further match; the last one stays. */
  readonly failed: boolean
  /** What was being written. */
  readonly kept: Draft
}

/** Begins a search. */
export function startSearch(draft: Draft): Search {
  return { query: '', index: null, failed: false, kept: draft }
}

/** The search after its query changed: a longer one goes on from the match, another begins anew. */
export function searchFor(search: Search, query: string, history: InputHistory): Search {
  if (query === '') return startSearch(search.kept)
  const from = query.startsWith(search.query) ? (search.index ?? 0) : 0
  return look({ ...search, query }, from, 1, history)
}

/** The next match further back that reads otherwise. */
export function searchOlder(search: Search, history: InputHistory): Search {
  return search.query === '' ? search : look(search, search.index === null ? 0 : search.index + 1, 1, history)
}

/** The match before that one. */
export function searchNewer(search: Search, history: InputHistory): Search {
  return search.query === '' || search.index === null ? search : look(search, search.index - 1, -1, history)
}

/** What the input shows: the match, or what was being written. */
export function searchedDraft(search: Search, history: InputHistory): Draft {
  const entry = entryAt(search.index, history)
  return entry ? draftFromParts(entry.parts) : search.kept
}

function look(search: Search, from: number, step: 1 | -1, history: InputHistory): Search {
  const shown = entryAt(search.index, history)?.text
  const matches = matcher(search.query)
  for (let index = from; index >= 0; index += step) {
    const entry = history.at(index)
    if (entry === null) break
    if (matches(entry.text) && (index === search.index || entry.text !== shown)) {
      return { ...search, index, failed: false }
    }
  }
  return { ...search, failed: true }
}

/** Case counts when the query has a capital. */
function matcher(query: string): (text: string) => boolean {
  const lower = query.toLowerCase()
  return query === lower ? (text) => text.toLowerCase().includes(lower) : (text) => text.includes(query)
}

function entryAt(index: number | null, history: InputHistory): HistoryEntry | null {
  return index === null ? null : history.at(index)
}
