import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { openBlobStage, type Work } from '../compose.ts'
import { journalDirectory } from '../open-store.ts'
import { explainError } from '../outcome/explain-error.ts'
import { exitCodes } from '../outcome/outcome.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import { plural } from '../render/quantities.ts'
import type { AppliedMount } from '../workspace/apply-mounts.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { recordApply } from '../workspace/record-apply.ts'
import { thisMachine } from '../workspace/this-machine.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** Writes a completed run's changes to disk, and says so in its outcome. Whatever goes wrong is part of the outcome. */
export async function applyRun(
  outcome: OutcomeLine,
  session: SessionId,
  state: State,
  store: Store,
  work: Work,
): Promise<OutcomeLine> {
  const mounts = mountsHere(state.workspace.mounts, thisMachine(store))
  const request = {
    session,
    mounts: mounts.filter(({ source }) => source !== null),
    only: null,
    allowExecFiles: false,
    dryRun: false,
  }
  try {
    const { applyMounts } = await import('../workspace/apply-mounts.ts')
    const blobs = openBlobStage(store)
    const applied = await applyMounts({ ...request, blobs, journalDirectory: journalDirectory() })
    await recordApply(session, applied, blobs.staged(), work.host)
    return { ...outcome, ...appliedPart(applied) }
  } catch (error) {
    return { ...outcome, outcome: 'failed', exitCode: exitCodes.failed, error: explainError(error) }
  }
}

function appliedPart(applied: readonly AppliedMount[]): Partial<OutcomeLine> {
  const paths = (list: (mount: AppliedMount) => readonly { readonly path: string }[]): readonly string[] =>
    applied.flatMap((mount) => list(mount).map(({ path }) => `${mount.mount.path}/${path}`))
  const conflicts = paths((mount) => mount.conflicts)
  const needsConsent = paths((mount) => mount.needsConsent)
  const files = applied.reduce((sum, { written, removed }) => sum + written.length + removed.length, 0)
  const part = { applied: { files, conflicts, needsConsent } }
  if (conflicts.length > 0) {
    const message = `${plural(conflicts.length, 'file')} changed on disk meanwhile and were left as they are: ${conflicts.join(', ')}`
    return { ...part, outcome: 'failed', exitCode: exitCodes.failed, error: { code: 'apply-conflict', message } }
  }
  if (needsConsent.length > 0) {
    const message = `not written without ${commandLine('apply --allow-exec-files')}: ${needsConsent.join(', ')}`
    return { ...part, outcome: 'denied', exitCode: exitCodes.denied, error: { code: 'needs-consent', message } }
  }
  return part
}
