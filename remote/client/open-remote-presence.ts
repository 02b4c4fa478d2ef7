import { randomUUID } from 'node:crypto'
import { thisProcess } from '../../core/host/index.ts'
import type { Attached, Presence, Present } from '../../core/ports/presence.ts'
import type { RemoteConnection } from './connect-remote.ts'

/** Who is attached to sessions behind a gateway, from wherever. */
export function openRemotePresence(remote: Pick<RemoteConnection, 'feed'>): Presence {
  const owner = thisProcess()
  const watch: Presence['watch'] = (session, changed) =>
    remote.feed(session).count((attached) => changed(attached.map(toPresent)))
  return {
    join: (session, facts) => remote.feed(session).join({ ...owner, ...facts, id: randomUUID(), since: Date.now() }),
    list: (session) =>
      new Promise((resolve) => {
        const stop = watch(session, (present) => {
          resolve(present)
          stop()
        })
      }),
    watch,
  }
}

/** Workers drive, and are attached to nothing. */
function toPresent({ host, pid, startedAt, terminal, since }: Attached): Present {
  return { host, pid, startedAt, terminal, since, driving: false }
}
