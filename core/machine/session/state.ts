import type { SessionCreated } from './events.ts'

/** What the session was created with, as last configured; null before `session.created`. */
export type SessionConfig = Omit<SessionCreated, 'kind'>
export type SessionState = SessionConfig | null

export const initialSession: SessionState = null
