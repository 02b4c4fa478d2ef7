import type { StoredEntry } from '../log/entry.ts'
import type { OpId } from '../values/ids.ts'

/** The appends that made a log, in order. @throws when an opId was recorded twice */
export function byOpId(entries: readonly StoredEntry[]): ReadonlyMap<OpId, readonly StoredEntry[]> {
  const appends = new Map<OpId, StoredEntry[]>()
  let last: OpId | null = null
  for (const entry of entries) {
    const append = appends.get(entry.opId)
    if (append !== undefined && entry.opId !== last) throw new Error(`${entry.opId} is recorded twice in one log`)
    if (append === undefined) appends.set(entry.opId, [entry])
    else append.push(entry)
    last = entry.opId
  }
  return appends
}
