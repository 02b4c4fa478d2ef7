import type { StoredEntry } from '../../core/log/entry.ts'
import type { EventLog } from '../../core/ports/event-log.ts'
import type { SessionId } from '../../core/values/ids.ts'

const pageSize = 500

/** Entries up to a seq, a page at a time: what is written meanwhile does not count. */
export async function* readEntries(
  log: Pick<EventLog, 'read'>,
  session: SessionId,
  head: number,
): AsyncGenerator<StoredEntry, void, void> {
  for (let after = 0; after < head;) {
    const entries = await log.read(session, after, Math.min(pageSize, head - after))
    yield* entries
    const last = entries.at(-1)
    // It was deleted meanwhile.
    if (last === undefined) return
    after = last.seq
  }
}
