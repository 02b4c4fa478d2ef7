import type { Host } from '../../core/host/host.ts'
import type { State } from '../../core/machine/state.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import type { Inbox } from '../../core/ports/inbox.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { newCommandId } from '../session/session-ids.ts'
import type { AppliedMount } from './apply-mounts.ts'

/** How long another process that drives the session gets to take the record in, ms. */
const patienceMs = 1000

/**
 * Tells the log what is on disk now, so that the next diff shows only what is left. A session whose
 * run was cut short is not driven for that: it takes the record in when it is next driven.
 */
export async function recordApply(
  session: SessionId,
  state: State,
  applied: readonly AppliedMount[],
  blobs: readonly StagedBlob[],
  host: Pick<Host, 'submit' | 'settled'>,
  inbox: Pick<Inbox, 'status'>,
): Promise<void> {
  const idle = state.run.active === null && state.run.queued.length === 0
  for (const { mount, newBase, written, removed, conflicts } of applied) {
    if (newBase === null || newBase === mount.baseRef) continue
    const id = newCommandId()
    const files = written.length + removed.length
    const command = { kind: 'workspace.apply', path: mount.path, baseRef: newBase, files, conflicts: conflicts.length } as const
    await host.submit(session, id, command, blobs)
    if (idle) await host.settled(session, id, new AbortController().signal)
    for (let waited = 0; !idle && waited < patienceMs; waited += 50) {
      if ((await inbox.status(session, id))?.status !== 'pending') break
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
