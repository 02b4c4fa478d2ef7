import { hostname } from 'node:os'
import type { Host } from '../../core/host/host.ts'
import type { Command } from '../../core/machine/commands.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { newCommandId } from '../session/session-ids.ts'
import type { AppliedMount } from './apply-mounts.ts'

/** How long another process that drives the session gets to take the record in, ms. */
const patienceMs = 10_000

/** Tells the log what is on disk now, so that the next diff shows only what is left. A run that was cut short stays so. */
export async function recordApply(
  session: SessionId,
  applied: readonly AppliedMount[],
  blobs: readonly StagedBlob[],
  host: Pick<Host, 'submit' | 'settled'>,
): Promise<void> {
  for (const { mount, newBase, written, removed, conflicts } of applied) {
    if (newBase === null || newBase === mount.baseRef) continue
    const id = newCommandId()
    const files = written.length + removed.length
    const facts = { path: mount.path, baseRef: newBase, files, conflicts: conflicts.length }
    const { source: directory } = mount
    const command: Command =
      mount.isCopy && directory !== null
        ? { kind: 'workspace.copy', ...facts, host: hostname(), directory }
        : { kind: 'workspace.apply', ...facts }
    await host.submit(session, id, command, blobs)
    await host.settled(session, id, AbortSignal.timeout(patienceMs))
  }
}
