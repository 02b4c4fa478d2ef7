import { applyChanges, type ApplyOptions } from '../../../vfs/apply/apply-changes.ts'
import { planApply } from '../../../vfs/apply/plan-apply.ts'
import { makeBlobs, makeDirectory, makeTree, type FileSpecs } from '../fixture.ts'

/** The blobs of every scene. */
export const { stage } = makeBlobs()

/** A directory as mounted, changed by the person to `disk`, and by the agent to `head`. */
export async function scene(base: FileSpecs, head: FileSpecs, disk: FileSpecs = base) {
  const directory = makeDirectory(disk)
  const journalDirectory = makeDirectory()
  const roots = { base: await makeTree(base, stage), head: await makeTree(head, stage) }
  const plan = await planApply({ ...roots, directory, blobs: stage })
  const apply = (options: Partial<ApplyOptions> = {}) =>
    applyChanges({ plan, directory, blobs: stage, journalDirectory, ...options })
  return { directory, journalDirectory, ...roots, plan, apply }
}
