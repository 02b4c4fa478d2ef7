import type { Store } from '../../core/ports/store.ts'
import { snapshotDirectory } from '../../vfs/snapshot/snapshot-directory.ts'
import { emptyTree } from '../../vfs/tree/write.ts'
import type { PlacedMount } from '../args/place-mounts.ts'
import { openBlobStage } from '../compose.ts'
import type { ProgressLine } from '../render/progress-line.ts'
import { plural } from '../render/quantities.ts'
import { sanitizeLine } from '../render/sanitize.ts'
import type { MountedTree } from './new-session.ts'
import { uploadText } from './upload-text.ts'

/** Where snapshots keep what makes the next one cheap, and what they must not take in. */
export interface SnapshotPlaces {
  readonly indexDirectory: string
  readonly ownDirectories: readonly string[]
}

/** The workspace of a session that mounts nothing: empty, and from no directory. */
const emptyWorkspace = { path: '/workspace', readOnly: false, source: null }

/**
 * Stores every mounted directory as it is now; `say` hears of what was left out, `progress` of what takes its time, and null
 * when it is over. @throws MountError
 */
export async function snapshotMounts(
  mounts: readonly PlacedMount[],
  store: Store,
  places: SnapshotPlaces,
  say: (line: string) => void,
  progress: ProgressLine,
): Promise<readonly MountedTree[]> {
  if (mounts.length === 0) {
    const stage = openBlobStage(store)
    const root = emptyTree(stage)
    await store.blobs.put(stage.staged().map(({ bytes }) => bytes))
    return [{ ...emptyWorkspace, root, ignoreRef: null }]
  }
  const trees: MountedTree[] = []
  for (const mount of mounts) {
    const { root, ignoreRef, skipped } = await snapshotDirectory({
      directory: mount.source,
      blobs: store.blobs,
      indexDirectory: places.indexDirectory,
      forbidden: places.ownDirectories,
      onStored: (stored) => progress(uploadText(stored)),
    }).finally(() => progress(null))
    if (skipped.length > 0) say(leftOut(skipped))
    trees.push({ ...mount, root, ignoreRef })
  }
  return trees
}

function leftOut(skipped: readonly { readonly path: string; readonly reason: string }[]): string {
  const named = skipped.slice(0, 3).map(({ path, reason }) => `${path} (${reason})`)
  const more = skipped.length > 3 ? ', ...' : ''
  return sanitizeLine(`note: left out ${plural(skipped.length, 'path')}: ${named.join(', ')}${more}`)
}
