import { join } from 'node:path'
import { findHolder } from '../../core/host/holder.ts'
import { followLog } from '../../core/host/follow.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import { openSqliteStore } from '../../core/store/sqlite/open-sqlite-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { SessionId } from '../../core/values/ids.ts'

/** What a test sees of a session that other processes work on. */
export interface SessionWatch {
  readonly entries: readonly StoredEntry[]
  /** The process that drives; null for none. */
  driver(): Promise<number | null>
  /** The next entry of this kind, or null after a while without. */
  next(kind: Event['kind'], patienceMs: number): Promise<StoredEntry | null>
  text(ref: BlobRef): Promise<string>
  /** What was said so far in prompts, in the log and then in the inbox. */
  prompts(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Watches a session of a home. */
export function watchSession(home: string, session: SessionId): SessionWatch {
  const store = openSqliteStore({ directory: join(home, 'data') })
  const entries: StoredEntry[] = []
  const ending = new AbortController()
  const listeners = new Set<(entry: StoredEntry) => void>()
  const follow = async (): Promise<void> => {
    for await (const entry of followLog(store.log, session, 0, ending.signal)) {
      entries.push(entry)
      for (const listener of listeners) listener(entry)
    }
  }
  const following = follow()
  const known = new Map<BlobRef, string>()
  const text = async (ref: BlobRef): Promise<string> => {
    const read = known.get(ref) ?? new TextDecoder().decode(await store.blobs.get(ref))
    known.set(ref, read)
    return read
  }
  return {
    entries,
    text,
    driver: async () => {
      const holder = await findHolder(store.leases, session, Date.now())
      return holder?.isLiving === true ? holder.owner.pid : null
    },
    next: (kind, patienceMs) =>
      new Promise((resolve) => {
        const settle = (entry: StoredEntry | null) => {
          clearTimeout(timer)
          listeners.delete(listener)
          resolve(entry)
        }
        const listener = (entry: StoredEntry) => (entry.event.kind === kind ? settle(entry) : undefined)
        const timer = setTimeout(() => settle(null), patienceMs)
        listeners.add(listener)
      }),
    prompts: async () => {
      // The inbox first: what leaves it meanwhile is in the log already.
      const pending = (await store.inbox.pending(session)).map(({ command }) => command)
      const logged = (await store.log.read(session, 0)).map(({ event }) => event)
      const inLog = logged.flatMap((event) =>
        event.kind === 'run.requested' || event.kind === 'run.steered' ? [event.input.ref] : [],
      )
      const waiting = pending.flatMap((command) =>
        (command.kind === 'run.request' || command.kind === 'run.steer') && !inLog.includes(command.input.ref)
          ? [command.input.ref]
          : [],
      )
      return Promise.all([...inLog, ...waiting].map(text))
    },
    close: async () => {
      ending.abort()
      await following
      await store.close()
    },
  }
}
