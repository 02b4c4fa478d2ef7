import type { LeaseOwner } from '../ports/leases.ts'
import type { Store } from '../ports/store.ts'
import type { RunId, SessionId } from '../values/ids.ts'
import { findHolder } from './holder.ts'
import type { Host } from './host.ts'
import { unfinishedState } from './unfinished.ts'

/** What goes on in a session. */
export interface Activity {
  /** `abandoned`: there is work, and nobody does it. */
  readonly status: 'idle' | 'running' | 'abandoned'
  /** The living process that holds the lease. */
  readonly driver: LeaseOwner | null
  readonly activeRun: RunId | null
  /** Prompts that wait, those that nobody has taken in yet included. */
  readonly queued: number
}

/** Finds out what goes on in a session; cheap for those at rest. `holderOf` says who holds its lease, where this machine cannot tell. */
export async function readActivity(
  store: Store,
  session: SessionId,
  holderOf: Host['holder'] = (id) => findHolder(store.leases, id, Date.now()),
): Promise<Activity> {
  const holder = await holderOf(session)
  const driver = holder?.isLiving === true ? holder.owner : null
  const [state, pending] = await Promise.all([unfinishedState(store, session), store.inbox.pending(session)])
  const asked = pending.filter(({ command: { kind } }) => kind === 'run.request' || kind === 'run.steer').length
  const hasWork = state !== null || asked > 0
  return {
    status: !hasWork ? 'idle' : driver === null ? 'abandoned' : 'running',
    driver,
    activeRun: state?.run.active?.runId ?? null,
    queued: (state?.run.queued.length ?? 0) + asked,
  }
}
