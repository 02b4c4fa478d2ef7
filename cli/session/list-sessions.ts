import pLimit from 'p-limit'
import type { Activity } from '../../core/host/activity.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import { readActivity } from '../open-store.ts'
import { note, print, printJson, stdoutWidth } from '../render/print.ts'
import { sessionTable } from './session-table.ts'

/** How a list was asked for. */
export interface ListWish {
  /** Of every directory. */
  readonly all: boolean
  readonly json: boolean
  readonly directory: string
}

/** A session in a list, and what goes on in it. */
export type ListedSession = SessionSummary & Activity

/** The sessions that are asked for, newest first; `limit` null for all of them. */
export async function listSessions(
  store: Store,
  { all, directory }: Pick<ListWish, 'all' | 'directory'>,
  limit: number | null,
): Promise<readonly ListedSession[]> {
  const filter = { ...(!all && { directory }), ...(limit !== null && { limit }) }
  const sessions = await store.sessions.list(filter)
  // Of a session on a server each is a few requests.
  const atOnce = pLimit(16)
  return Promise.all(
    sessions.map((session) => atOnce(async () => ({ ...session, ...(await readActivity(store, session.id)) }))),
  )
}

/** Prints sessions as a table, or as JSON. */
export function printSessions(sessions: readonly ListedSession[], { all, json, directory }: ListWish): void {
  if (json) return printJson(sessions)
  if (sessions.length === 0) {
    return note(all ? 'no sessions yet' : `no sessions of ${directory}; --all shows those of other directories`)
  }
  print(sessionTable(sessions, all, stdoutWidth()))
}
