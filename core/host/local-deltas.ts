import type { Delta, Deltas } from '../ports/deltas.ts'
import type { SessionId } from '../values/ids.ts'

/** Deltas for whoever listens in this process. */
export function openLocalDeltas(): Deltas {
  const receivers = new Map<SessionId, Set<(delta: Delta) => void>>()
  return {
    publish: (session, delta) => {
      for (const receive of receivers.get(session) ?? []) receive(delta)
    },
    subscribe: (session, receive) => {
      const set = receivers.get(session) ?? new Set()
      receivers.set(session, set.add(receive))
      return () => {
        set.delete(receive)
        if (set.size === 0) receivers.delete(session)
      }
    },
    keepOnly: () => {
      // Nothing is kept: whoever listens was here from the start.
    },
  }
}
