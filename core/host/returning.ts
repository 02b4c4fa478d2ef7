import type { SessionId } from '../values/ids.ts'
import type { HostPorts } from './ports.ts'

/** To be told the epoch of every lease that this process takes; resolves when work may begin. */
export type Acquired = (session: SessionId, epoch: number) => Promise<void>

/** Finds out whether others have driven a session since this process did, which epochs without a gap rule out. */
export function watchReturns(returned: HostPorts['returned']): Acquired {
  const epochs = new Map<SessionId, number>()
  return async (session, epoch) => {
    const last = epochs.get(session)
    epochs.set(session, epoch)
    if (last !== undefined && epoch !== last + 1) await returned?.(session)
  }
}
