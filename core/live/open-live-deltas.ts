import type { Delta, Deltas } from '../ports/deltas.ts'
import type { SessionId } from '../values/ids.ts'
import { Backlog } from './backlog.ts'
import { DeltaServer } from './delta-server.ts'
import { linkToDriver } from './driver-link.ts'
import type { LivePorts } from './live-ports.ts'

/** How long something must stream before others can listen in: a short answer never opens a socket, ms. */
const listenAfterMs = 50

/** Deltas between all processes of one user. */
export interface LiveDeltas extends Deltas {
  close(): void
}

interface Subscribers {
  readonly receivers: Set<(delta: Delta) => void>
  readonly unlink: () => void
}

/** Opens the channel; nothing is listened on before something streams here, nor connected to before somebody asks. */
export function openLiveDeltas(ports: LivePorts): LiveDeltas {
  const backlogs = new Map<SessionId, Backlog>()
  const subscribers = new Map<SessionId, Subscribers>()
  const server = new DeltaServer((session) => backlogs.get(session))
  let listening: NodeJS.Timeout | null = null

  const listenLater = (): void => {
    listening ??= setTimeout(() => {
      if (backlogs.size === 0) return void (listening = null)
      ports.place.sweep(ports.owner.host, ports.isGone)
      void server.listen(ports.place.listenAt(ports.owner)).catch(() => undefined)
    }, listenAfterMs).unref()
  }
  const tell = (session: SessionId, delta: Delta): void => {
    for (const receive of subscribers.get(session)?.receivers ?? []) receive(delta)
  }
  const link = (session: SessionId): Subscribers => ({
    receivers: new Set(),
    unlink: linkToDriver(session, ports, (delta) => tell(session, delta)),
  })

  return {
    publish: (session, delta) => {
      const backlog = backlogs.get(session) ?? new Backlog()
      backlogs.set(session, backlog)
      backlog.add(delta)
      listenLater()
      server.changed(session)
      tell(session, delta)
    },
    subscribe: (session, receive) => {
      const known = subscribers.get(session) ?? link(session)
      subscribers.set(session, known)
      // A function of its own, so that one callback given twice is two receivers.
      const receiver = (delta: Delta): void => receive(delta)
      known.receivers.add(receiver)
      return () => {
        known.receivers.delete(receiver)
        if (known.receivers.size > 0 || subscribers.get(session) !== known) return
        subscribers.delete(session)
        known.unlink()
      }
    },
    keepOnly: (session, opIds) => {
      const backlog = backlogs.get(session)
      backlog?.keepOnly(opIds)
      if (backlog?.isEmpty === true) backlogs.delete(session)
    },
    close: () => {
      if (listening !== null) clearTimeout(listening)
      for (const { unlink } of subscribers.values()) unlink()
      server.close()
    },
  }
}
