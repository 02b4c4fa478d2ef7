import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { lastSession } from './last-session.ts'
import { findSession } from './pick-session.ts'
import { keyedSessionId, newSessionId, readSessionId } from './session-ids.ts'

/** Which session the command line asks for. */
export interface SessionWish {
  readonly continue: boolean
  readonly resume: string | null
  readonly sessionId: string | null
  readonly idempotencyKey: string | null
}

/** The session to work in; `known` is null when it is to be created. */
export interface WishedSession {
  readonly id: SessionId
  readonly known: SessionSummary | null
}

/** Finds the session that is meant, or names a new one. @throws UsageError */
export async function wishedSession(wish: SessionWish, store: Store, directory: string): Promise<WishedSession> {
  const open = async (id: SessionId): Promise<WishedSession> => ({ id, known: await store.sessions.get(id) })
  if (wish.sessionId !== null) return open(readSessionId(wish.sessionId, '--session-id'))
  if (wish.continue) return existing(await lastSession(store, directory))
  if (wish.resume !== null) return existing(await findSession(store.sessions, wish.resume, store.blobs))
  if (wish.idempotencyKey !== null) return open(keyedSessionId(directory, wish.idempotencyKey))
  return { id: newSessionId(), known: null }
}

function existing(known: SessionSummary): WishedSession {
  return { id: known.id, known }
}
