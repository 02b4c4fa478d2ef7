import { evolve, initialState, stateVersion, type State } from '../machine/index.ts'
import type { Store } from '../ports/store.ts'
import type { SessionId } from '../values/ids.ts'

/** A fold of a session's log and how far it reaches. */
export interface Folded {
  readonly state: State
  readonly head: number
}

/** Entries read at once while folding. */
const pageSize = 1000

/** Folds what the log holds beyond `from`. */
export async function catchUp(store: Store, session: SessionId, from: Folded): Promise<Folded> {
  let { state, head } = from
  for (;;) {
    const entries = await store.log.read(session, head, pageSize)
    for (const { event, at, seq } of entries) {
      state = evolve(state, event, at)
      head = seq
    }
    if (entries.length < pageSize) return { state, head }
  }
}

/** The state at the head: the newest checkpoint that this build can read, and the tail after it. */
export async function loadState(store: Store, session: SessionId): Promise<Folded> {
  const checkpoint = await store.checkpoints.load(session)
  const usable = checkpoint !== null && checkpoint.version === stateVersion
  return catchUp(
    store,
    session,
    usable ? { state: checkpoint.state as State, head: checkpoint.seq } : { state: initialState, head: 0 },
  )
}
