import type { StoredEntry } from '../../core/log/entry.ts'
import type { Attached } from '../../core/ports/presence.ts'
import type { Delta } from '../../core/ports/deltas.ts'

/*
 * The stream of a session, as server-sent events:
 *   event: entry, id: its seq     an entry of the log; `Last-Event-ID` or `?after=` goes on behind it
 *   event: delta                  a delta, without id: it is not resumed
 *   event: changed                something else about the session: its inbox, its lease, its name, its removal
 *   event: present                who is attached, all of them, whenever that changes
 * A comment now and then shows that the connection lives. A stream ends when its session is removed; asked for again, it is
 * answered like one of a session that never was: 404, `session-not-found`.
 */

export function encodeEntry(entry: StoredEntry): string {
  return `event: entry\nid: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`
}

export function encodeDelta(delta: Delta): string {
  return `event: delta\ndata: ${JSON.stringify(delta)}\n\n`
}

/** Those who are shown: more are not counted. */
const mostPresent = 200

export function encodePresent(attached: readonly Attached[]): string {
  return `event: present\ndata: ${JSON.stringify(attached.slice(0, mostPresent))}\n\n`
}

export const changedEvent = 'event: changed\ndata: {}\n\n'

export const keepAlive = ': still here\n\n'
