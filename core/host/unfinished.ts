import type { Event } from '../machine/events.ts'
import { plan } from '../machine/plan.ts'
import type { State } from '../machine/state.ts'
import type { Store } from '../ports/store.ts'
import type { SessionId } from '../values/ids.ts'
import { checkpointEvery, goOn, loadState } from './load-state.ts'
import type { HostMemory } from './ports.ts'

/** Entries at the end of a log that are looked at before all of it is folded. */
const peekedEntries = 32

/** Whether a session wants work done: something unfinished in its log, or commands that wait. */
export async function wantsDriver(store: Store, session: SessionId, states?: HostMemory['states']): Promise<boolean> {
  if ((await store.inbox.pending(session)).length > 0) return true
  const state = await unfinishedState(store, session, states)
  return state !== null && plan(state).intents.length > 0
}

/**
 * The fold of a session that is not at rest; null for one that is, mostly found without folding anything. `states` keep it
 * in mind: it goes on from there the next time, unless a checkpoint is nearer.
 */
export async function unfinishedState(
  store: Store,
  session: SessionId,
  states?: HostMemory['states'],
): Promise<State | null> {
  const kept = states?.get(session)
  const head = await store.log.head(session)
  // What was kept further behind than the newest checkpoint is of no use.
  const from = kept !== undefined && head - kept.head < checkpointEvery ? kept.head - 1 : head
  const tail = await store.log.read(session, Math.max(0, Math.min(from, head - peekedEntries)))
  if (isAtRest(tail.map(({ event }) => event))) return null
  const folded = (kept && goOn(kept, tail)) ?? (await loadState(store, session))
  // A checkpoint does not say which entry it ends with, by which the log is known again.
  states?.set(session, { ...folded, last: folded.last ?? tail.find(({ seq }) => seq === folded.head) ?? null })
  const { state } = folded
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
