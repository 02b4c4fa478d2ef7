import { evolve, initialState, stateVersion, type State } from '../machine/index.ts'
import type { StoredEntry } from '../log/entry.ts'
import type { Store } from '../ports/store.ts'
import type { OpId, SessionId } from '../values/ids.ts'

/** A fold of a session's log and how far it reaches. */
export interface Folded {
  readonly state: State
  readonly head: number
  /** The entry at the head, where it was seen. */
  readonly last: { readonly at: number; readonly opId: OpId } | null
}

/** A state is saved whenever so many more entries are there, while a run goes on, in however many stretches. */
export const checkpointEvery = 256

/** Entries read at once while folding. */
const pageSize = 1000

/** Folds what the log holds beyond `from`. */
export async function catchUp(store: Store, session: SessionId, from: Folded): Promise<Folded> {
  let folded = from
  for (;;) {
    const entries = await store.log.read(session, folded.head, pageSize)
    folded = fold(folded, entries)
    if (entries.length < pageSize) return folded
  }
}

function fold(from: Folded, entries: readonly StoredEntry[]): Folded {
  return entries.reduce(
    ({ state }, { event, at, seq, opId }) => ({ state: evolve(state, event, at), head: seq, last: { at, opId } }),
    from,
  )
}

/** The state at the head: the newest checkpoint that this build can read, and the tail after it. */
export async function loadState(store: Store, session: SessionId): Promise<Folded> {
  const checkpoint = await store.checkpoints.load(session)
  const usable = checkpoint !== null && checkpoint.version === stateVersion
  const known = usable ? { state: checkpoint.state as State, head: checkpoint.seq } : { state: initialState, head: 0 }
  return catchUp(store, session, { ...known, last: null })
}

/** The same from what was kept in mind, if it is still of this log: a session may be deleted and its id used again. */
export async function recallState(store: Store, session: SessionId, kept: Folded | undefined): Promise<Folded> {
  if (kept === undefined || kept.last === null) return loadState(store, session)
  const entries = await store.log.read(session, kept.head - 1, pageSize)
  const folded = goOn(kept, entries)
  if (folded === null) return loadState(store, session)
  return entries.length < pageSize ? folded : catchUp(store, session, folded)
}

/** What was kept in mind and what came behind it, of entries in order; null where they do not hold the one that it ends with. */
export function goOn(kept: Folded, entries: readonly StoredEntry[]): Folded | null {
  const index = entries.findIndex(({ seq }) => seq === kept.head)
  const seen = entries[index]
  const isSame = seen !== undefined && seen.at === kept.last?.at && seen.opId === kept.last.opId
  return isSame ? fold(kept, entries.slice(index + 1)) : null
}
