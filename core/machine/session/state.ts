import type { SessionId } from '../../values/ids.ts'
import type { SessionCreated } from './events.ts'

/** What the session was created with, as last configured; null before `session.created`. */
export type SessionConfig = Omit<SessionCreated, 'kind'> & {
  /** The session whose provider cache a fork goes on with; absent: its own. */
  readonly cacheKey?: SessionId
}
export type SessionState = SessionConfig | null

export const initialSession: SessionState = null
