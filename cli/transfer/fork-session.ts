import { departureOpId, lastEpoch } from '../../core/machine/op-ids.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import { evolve, initialState, type Event, type State } from '../../core/machine/index.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { UsageError } from '../errors.ts'
import { newSessionId } from '../session/session-ids.ts'
import { readEntries } from './read-entries.ts'

/** Where and as what a session is forked. */
export interface ForkWish {
  readonly source: SessionSummary
  /** Not behind this entry; null is the newest. */
  readonly at: number | null
  readonly name: string | null
  /** Ms since the epoch. */
  readonly now: number
}

/** A new session, and the last entry that it shares with its source. */
export interface Forked {
  readonly id: SessionId
  readonly seq: number
}

/**
 * Begins a session as another one up to a point between its runs. Blobs are shared by ref; from there on the two
 * know nothing of each other. @throws UsageError when there is no such point
 */
export async function forkSession({ source, at, name, now }: ForkWish, store: Store): Promise<Forked> {
  if (at !== null && at > source.head)
    throw new UsageError(`session ${source.id} has ${source.head} entries; there is no ${at} to fork at`)
  const shared = await sharedPart(source, at ?? source.head, store)
  if (shared === null) throw new UsageError(`session ${source.id} has nothing to fork by then: it has not begun`)
  const { entries, state } = shared
  const seq = entries.length
  const id = newSessionId()
  const facts: Event[] = [{ kind: 'session.forked', source: source.id, sourceSeq: seq }]
  if (name !== null) facts.push({ kind: 'session.renamed', name })
  const opId = departureOpId('fork', seq)
  const own = facts.map((event, index) => ({ seq: seq + 1 + index, at: now, opId, event }))
  const model = state.session === null ? source.model : `${state.session.provider}/${state.session.model}`
  const { directory, title } = source
  const origin = { type: 'fork', session: source.id, seq } as const
  await store.sessions.restore(
    { id, name, directory, model, title, createdAt: now, origin },
    { entries: [...entries, ...own], epoch: lastEpoch(entries.map(({ opId }) => opId)) },
  )
  return { id, seq }
}

interface SharedPart {
  readonly entries: readonly StoredEntry[]
  readonly state: State
}

/** The longest beginning that ends between runs, and between appends. */
async function sharedPart(source: SessionSummary, at: number, store: Store): Promise<SharedPart | null> {
  const entries: StoredEntry[] = []
  let state = initialState
  let safe: { readonly seq: number; readonly state: State } | null = null
  // One further, to see whether an append ends at the last one.
  for await (const entry of readEntries(store.log, source.id, Math.min(at + 1, source.head))) {
    if (isSafe(state) && entries.at(-1)?.opId !== entry.opId) safe = { seq: entries.length, state }
    if (entry.seq > at) break
    state = evolve(state, entry.event, entry.at)
    entries.push(entry)
  }
  if (at >= source.head && isSafe(state)) safe = { seq: entries.length, state }
  return safe === null ? null : { entries: entries.slice(0, safe.seq), state: safe.state }
}

function isSafe({ session, run, context }: State): boolean {
  const isResting = run.active === null && run.queued.length === 0
  return session !== null && isResting && context.compacting === null && !context.compactionRequested
}
