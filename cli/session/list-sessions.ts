import type { SessionSummary } from '../../core/ports/session-index.ts'
import { note, print, printJson, stdoutWidth } from '../render/print.ts'
import { sessionTable } from './session-table.ts'

/** How a list was asked for. */
export interface ListWish {
  /** Of every directory. */
  readonly all: boolean
  readonly json: boolean
  readonly directory: string
}

/** What is listed of the store. */
export function listFilter({ all, directory }: Pick<ListWish, 'all' | 'directory'>, limit: number | null) {
  return { ...(!all && { directory }), ...(limit !== null && { limit }) }
}

/** Prints sessions as a table, or as JSON. */
export function printSessions(sessions: readonly SessionSummary[], { all, json, directory }: ListWish): void {
  if (json) return printJson(sessions)
  if (sessions.length === 0) {
    return note(all ? 'no sessions yet' : `no sessions of ${directory}; --all shows those of other directories`)
  }
  print(sessionTable(sessions, all, stdoutWidth()))
}
