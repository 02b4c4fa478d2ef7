import type { Stage } from '../../core/effects/stage.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { applyChanges, type ApplyResult } from '../../vfs/apply/apply-changes.ts'
import { needsConsent } from '../../vfs/apply/needs-consent.ts'
import { planApply, type Conflict } from '../../vfs/apply/plan-apply.ts'
import type { MountHere } from './mounts-here.ts'
import { requirePlaces } from './require-places.ts'

/** How changes are written back. */
export interface ApplyRequest {
  readonly session: SessionId
  readonly mounts: readonly MountHere[]
  /** Takes the tree objects of the new bases. */
  readonly blobs: Stage
  readonly journalDirectory: string
  /** Changed paths to limit it to, by mount path; null for all. */
  readonly only: ReadonlyMap<string, readonly string[]> | null
  /** Whether files that run code by existing may be written. */
  readonly allowExecFiles: boolean
  readonly dryRun: boolean
}

/** What became of one mount; in a dry run, what would. */
export interface AppliedMount extends Omit<ApplyResult, 'newBase'> {
  readonly mount: MountHere
  /** Null in a dry run. */
  readonly newBase: BlobRef | null
}

/** Writes the changes of every mount that has a directory, and leaves conflicts alone. @throws ApplyError, and what requirePlaces throws */
export async function applyMounts(request: ApplyRequest): Promise<readonly AppliedMount[]> {
  const { mounts, only } = request
  const changed = mounts.filter((mount) => mount.baseRef !== mount.headRef && (only === null || only.has(mount.path)))
  requirePlaces(changed, request.session)
  const applied: AppliedMount[] = []
  for (const mount of changed) applied.push(await applyMount(mount, request))
  return applied
}

async function applyMount(mount: MountHere, request: ApplyRequest): Promise<AppliedMount> {
  const { blobs, journalDirectory, allowExecFiles, dryRun } = request
  const directory = mount.source ?? ''
  const plan = await planApply({
    ...{ base: mount.baseRef, head: mount.headRef, directory, blobs },
    ...(mount.otherBaseRef !== undefined && { otherBase: mount.otherBaseRef }),
  })
  const only = request.only?.get(mount.path)
  const selected = plan.clean.filter(({ path }) => only === undefined || only.includes(path))
  const asked: Conflict[] = []
  for (const change of allowExecFiles ? [] : selected) {
    const reason = await needsConsent(change, blobs)
    if (reason !== null) asked.push({ path: change.path, reason })
  }
  const refused = new Set(asked.map(({ path }) => path))
  const granted = selected.filter(({ path }) => !refused.has(path))
  if (dryRun) {
    const conflicts = plan.conflicts.filter(({ path }) => only === undefined || only.includes(path))
    const written = granted.filter(({ after }) => after !== null).map(({ path }) => path)
    const removed = granted.filter(({ after }) => after === null).map(({ path }) => path)
    return { mount, newBase: null, written, removed, conflicts, needsConsent: asked }
  }
  const consent = allowExecFiles ? selected.map(({ path }) => path) : []
  const result = await applyChanges({ plan, directory, blobs, journalDirectory, consent, ...(only && { only }) })
  return { mount, ...result }
}
