import type { StoredEntry } from '../log/entry.ts'
import type { EventLog } from '../ports/event-log.ts'
import type { SessionId } from '../values/ids.ts'
import { openSignalBox } from './signal-box.ts'

/** Entries read at once while following. */
const pageSize = 500

/** Entries after a seq, then those to come, each once and in order, until aborted. */
export async function* followLog(
  log: EventLog,
  session: SessionId,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEntry, void, void> {
  const box = openSignalBox()
  const stopWatching = log.watch(session, box.ring)
  signal.addEventListener('abort', box.ring)
  let seen = after
  try {
    for (;;) {
      // Before the abort is honoured, what was durable by then is still handed out.
      const ending = signal.aborted
      const entries = await log.read(session, seen, pageSize)
      for (const entry of entries) {
        yield entry
        seen = entry.seq
      }
      if (entries.length === pageSize) continue
      if (ending) return
      await box.sleep()
    }
  } finally {
    stopWatching()
    signal.removeEventListener('abort', box.ring)
  }
}
