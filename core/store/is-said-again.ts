import { isDeepStrictEqual } from 'node:util'
import { encodeEvent, type StoredEvent } from '../log/codec.ts'
import type { StoredEntry } from '../log/entry.ts'
import type { NewSession } from '../ports/session-index.ts'
import type { OpId } from '../values/ids.ts'

/** An entry as stores write it down. */
export interface WrittenEntry extends StoredEvent {
  readonly seq: number
  readonly at: number
  readonly opId: OpId
}

/** A session as it is registered, and its first entries: as many as the log to compare has, where it has as many. */
export interface Registered {
  readonly facts: NewSession
  readonly beginning: readonly WrittenEntry[]
}

/**
 * Whether what is registered under an id is the very session that is to be: whoever did not hear the answer asks again.
 * Its name may have changed since, and its log have grown.
 */
export function isSaidAgain(found: Registered, session: NewSession, entries: readonly StoredEntry[]): boolean {
  return (
    isDeepStrictEqual(lasting(found.facts), lasting(session)) &&
    isDeepStrictEqual(found.beginning, entries.map(toWritten))
  )
}

/** An entry to write down. */
export function toWritten({ seq, at, opId, event }: StoredEntry): WrittenEntry {
  return { seq, at, opId, ...encodeEvent(event) }
}

function lasting({ id, directory, model, title, createdAt, origin }: NewSession) {
  return { id, directory, model, title, createdAt, origin: origin ?? null }
}
