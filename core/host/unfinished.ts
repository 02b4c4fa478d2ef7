import type { Event } from '../machine/events.ts'
import { plan } from '../machine/plan.ts'
import type { State } from '../machine/state.ts'
import type { Store } from '../ports/store.ts'
import type { SessionId } from '../values/ids.ts'
import { loadState } from './load-state.ts'

/** Entries at the end of a log that are looked at before all of it is folded. */
const peekedEntries = 32

/** Whether a session wants work done: something unfinished in its log, or commands that wait. */
export async function wantsDriver(store: Store, session: SessionId): Promise<boolean> {
  if ((await store.inbox.pending(session)).length > 0) return true
  const state = await unfinishedState(store, session)
  return state !== null && plan(state).intents.length > 0
}

/** The fold of a session that is not at rest; null for one that is, mostly found without folding anything. */
export async function unfinishedState(store: Store, session: SessionId): Promise<State | null> {
  const head = await store.log.head(session)
  const tail = await store.log.read(session, Math.max(0, head - peekedEntries))
  if (isAtRest(tail.map(({ event }) => event))) return null
  const { state } = await loadState(store, session)
  return state.run.active === null && state.run.queued.length === 0 && plan(state).intents.length === 0 ? null : state
}

/** Whether the last thing that asks for work, or does some, is the end of a run. */
function isAtRest(tail: readonly Event[]): boolean {
  const last = tail.findLast(({ kind }) => !isAside(kind))
  return last?.kind === 'run.finished'
}

/** What may come between runs without beginning one. */
function isAside(kind: Event['kind']): boolean {
  if (kind.startsWith('session.')) return true
  return kind === 'workspace.applied' || kind === 'workspace.copied' || kind === 'workspace.mounted'
}
