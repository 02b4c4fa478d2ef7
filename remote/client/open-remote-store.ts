import type { StoredEntry } from '../../core/log/entry.ts'
import type { EventLog } from '../../core/ports/event-log.ts'
import type { SessionIndex } from '../../core/ports/session-index.ts'
import type { Store } from '../../core/ports/store.ts'
import { jsonBytes, untilBytes } from '../../core/store/until-bytes.ts'
import { isValidId, type SessionId } from '../../core/values/ids.ts'
import { answerBytes, listedRows, pageEntries } from '../gateway/limits.ts'
import type { RemoteConnection } from './connect-remote.ts'
import { ForWorkersError } from './errors.ts'
import { RemoteBlobs } from './remote-blobs.ts'
import { openRemoteInbox } from './remote-inbox.ts'

/** The store behind a gateway. What only those do who drive is refused: they stand beside it. */
export function openRemoteStore(remote: RemoteConnection): Store {
  const { rpc } = remote
  const forWorkers = (what: string) => async () => Promise.reject(new ForWorkersError(what))
  return {
    log: openRemoteLog(remote),
    inbox: openRemoteInbox(remote),
    leases: {
      holder: async (session) => (await rpc('leases.holder', { session })).holder,
      acquire: forWorkers('taking a lease'),
      renew: forWorkers('keeping a lease'),
      release: forWorkers('giving a lease back'),
    },
    checkpoints: {
      load: (session) => rpc('checkpoints.load', { session }),
      save: forWorkers('saving a checkpoint'),
    },
    sessions: openRemoteSessions(remote),
    blobs: new RemoteBlobs(remote),
    close: async () => remote.close(),
  }
}

function openRemoteLog({ rpc, feed }: RemoteConnection): EventLog {
  return {
    append: async () => Promise.reject(new ForWorkersError('appending to a log')),
    read: async (session, after, limit = Infinity, mostBytes) => {
      const entries: StoredEntry[] = []
      for (;;) {
        const size = Math.min(pageEntries, limit - entries.length)
        const page: readonly StoredEntry[] = await rpc('log.read', {
          session,
          after: entries.at(-1)?.seq ?? after,
          limit: size,
        })
        entries.push(...page)
        // A page that is short and large was ended by its bytes, which the gateway counts a little differently.
        const isWhole = page.length === size || (page.length > 0 && jsonBytes(page) >= answerBytes / 2)
        if (!isWhole || entries.length >= limit) return untilBytes(entries, mostBytes)
      }
    },
    head: (session) => rpc('log.head', { session }),
    watch: (session, changed) => feed(session).watch(changed),
  }
}

function openRemoteSessions({ rpc, created }: RemoteConnection): SessionIndex {
  const registered = async (id: SessionId, registering: Promise<boolean>): Promise<boolean> => {
    const isRegistered = await registering
    if (isRegistered) created(id)
    return isRegistered
  }
  return {
    create: (session) => registered(session.id, rpc('sessions.create', { session })),
    restore: (session, log) => registered(session.id, rpc('sessions.restore', { session, log })),
    // People ask for names that no id can be, too.
    get: async (session) => (isValidId(session) ? rpc('sessions.get', { session }) : null),
    list: ({ directory, limit = listedRows } = {}) =>
      rpc('sessions.list', { limit: Math.min(limit, listedRows), ...(directory === undefined ? {} : { directory }) }),
    inputs: (session) => rpc('sessions.inputs', { session: session ?? null }),
    rename: async (session, name) => {
      await rpc('sessions.rename', { session, name })
    },
    remove: async (session) => {
      await rpc('sessions.remove', { session })
    },
  }
}
