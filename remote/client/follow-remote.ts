import { setTimeout as wait } from 'node:timers/promises'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { pageEntries } from '../gateway/limits.ts'
import type { RemoteConnection } from './connect-remote.ts'
import { sessionStream } from './session-stream.ts'

/** How long what is still handed out at the end may take, ms. */
const atOnceMs = 1_000

/** Entries after a seq, then those to come, each once and in order, over whatever breaks, until aborted. */
export async function* followRemote(
  { wire, rpc }: RemoteConnection,
  session: SessionId,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEntry, void, void> {
  let seen = after
  for await (const event of sessionStream(
    wire,
    { session, after, deltas: false, present: false, members: [], link: null },
    signal,
  )) {
    if (event.type !== 'entry') continue
    seen = event.entry.seq
    yield event.entry
  }
  // What was durable when the signal came is still handed out, when it can be had at once.
  for (;;) {
    const read = rpc('log.read', { session, after: seen, limit: pageEntries }, { patienceMs: 0 }).catch(() => [])
    const entries = await Promise.race([read, wait(atOnceMs, [], { ref: false })])
    for (const entry of entries) {
      yield entry
      seen = entry.seq
    }
    if (entries.length < pageEntries) return
  }
}
