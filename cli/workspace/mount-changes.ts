import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { FileChange } from '../outcome/outcome-line.ts'
import { readAhead } from '../../vfs/tree/read-ahead.ts'
import { contentRefs, diffTrees, type Change, type ChangeType } from '../../vfs/diff/diff-trees.ts'

type Blobs = Pick<BlobStore, 'get' | 'getMany'>

/** What a mount holds that its base does not. */
export interface MountChanges<M extends Mount = Mount> {
  readonly mount: M
  readonly changes: readonly Change[]
}

/** The changes of every mount that has any. */
export async function mountChanges<M extends Mount>(
  mounts: readonly M[],
  blobs: Blobs,
): Promise<readonly MountChanges<M>[]> {
  const moved = mounts.filter((mount) => mount.baseRef !== mount.headRef)
  if (moved.length === 0) return []
  const all = await Promise.all(
    moved.map(async (mount) => ({ mount, changes: await diffTrees(mount.baseRef, mount.headRef, blobs) })),
  )
  return all.filter(({ changes }) => changes.length > 0)
}

/** Changes as outcomes list them. */
export function fileChanges(all: readonly MountChanges[]): readonly FileChange[] {
  return all.flatMap(({ mount, changes }) =>
    changes.map(({ path, type }) => ({ path: `${mount.path}/${path}`, change: changeWord(type) })),
  )
}

/** The three words that scripts have to know. */
export function changeWord(type: ChangeType): FileChange['change'] {
  if (type === 'added') return 'added'
  return type === 'removed' ? 'deleted' : 'modified'
}

/** A unified diff of everything between two trees. */
export async function treeDiff(before: BlobRef, after: BlobRef, blobs: Blobs): Promise<string> {
  const { unifiedDiff } = await import('../../vfs/diff/unified-diff.ts')
  const changes = await diffTrees(before, after, blobs)
  const parts: string[] = []
  const ahead = readAhead(contentRefs(changes), blobs)
  for (const change of changes) parts.push(await unifiedDiff(change, ahead))
  return parts.join('')
}
