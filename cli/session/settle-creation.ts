import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Work } from '../compose.ts'
import { createId } from './start-session.ts'

/** How long another process that was just asked to create a session gets for it, ms. */
const patienceMs = 10_000

/** Sees to it that a session whose creation still waits in its inbox is created, as it was asked for. */
export async function settleCreation(
  session: SessionId,
  store: Pick<Store, 'inbox'>,
  { host }: Pick<Work, 'host'>,
): Promise<void> {
  if ((await store.inbox.status(session, createId))?.status !== 'pending') return
  await host.settled(session, createId, AbortSignal.timeout(patienceMs))
}
