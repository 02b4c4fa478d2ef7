import type { StoredEntry } from '../../core/log/entry.ts'
import type { EventLog } from '../../core/ports/event-log.ts'
import type { SessionId } from '../../core/values/ids.ts'

/** Entries read of a long session at first: some forty turns. */
const window = 200

/** Entries at most, when the last run is a long one: a hundred turns. */
const mostEntries = 400

/** The end of a log, from the beginning of a run where there is one. */
export interface RecentEntries {
  readonly entries: readonly StoredEntry[]
  /** Whether there are earlier ones. */
  readonly isCut: boolean
}

/** Reads so much of the end of a log as a person looks back at; costs the same however long it is. */
export async function recentEntries(
  log: Pick<EventLog, 'read'>,
  session: SessionId,
  head: number,
): Promise<RecentEntries> {
  for (let size = window; ; size *= 2) {
    const after = Math.max(0, head - size)
    const read = (await log.read(session, after, size)).filter(({ seq }) => seq <= head)
    const first = after === 0 ? 0 : read.findIndex(({ event }) => event.kind === 'run.requested')
    if (first >= 0 || size >= mostEntries) return { entries: read.slice(Math.max(0, first)), isCut: after > 0 }
  }
}
