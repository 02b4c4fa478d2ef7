import type { Activity } from '../../core/host/activity.ts'
import type { SessionOrigin, SessionSummary } from '../../core/ports/session-index.ts'
import { activityWords } from './activity-words.ts'
import { formatAgo } from '../render/quantities.ts'
import { table } from '../render/table.ts'

/** Sessions for a person, a line each. */
export function sessionTable(sessions: readonly (SessionSummary & Activity)[], all: boolean, width: number): string {
  const now = Date.now()
  const rows = sessions.map((session) => [
    session.id,
    activityWords(session),
    formatAgo(session.updatedAt, now),
    session.model,
    ...(all ? [session.directory] : []),
    sessionWords(session),
  ])
  const head = ['ID', 'STATE', 'UPDATED', 'MODEL', ...(all ? ['DIRECTORY'] : []), 'TITLE']
  return table([head, ...rows], width)
}

/** What a session is about, and where it came from. */
export function sessionWords({ name, title, origin }: Pick<SessionSummary, 'name' | 'title' | 'origin'>): string {
  const about = name === null ? title : title === '' ? name : `${name}: ${title}`
  return origin === undefined ? about : `${about} (${originWords(origin)})`
}

/** `fork of k7m2x at 12`. */
export function originWords({ type, session, seq }: SessionOrigin): string {
  return type === 'fork' ? `fork of ${session} at ${seq}` : `imported, was ${session}`
}
