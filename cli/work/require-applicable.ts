import type { Store } from '../../core/ports/store.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { UsageError } from '../errors.ts'
import { readState } from '../open-store.ts'
import type { WishedSession } from '../session/session-wish.ts'

/** Finds out before any work that `--apply` has a directory to write to. @throws UsageError */
export async function requireApplicable(
  { id, known }: WishedSession,
  mounts: readonly MountSpec[],
  store: Store,
): Promise<void> {
  const present = known === null ? [] : (await readState(store, id)).workspace.mounts
  const all = [...mounts, ...present].filter(({ source }) => source !== null)
  if (all.some(({ readOnly }) => !readOnly)) return
  const what = all.length === 0 ? 'no directory is mounted' : 'all that is mounted is read-only'
  throw new UsageError(`--apply has nothing to write to: ${what}; add --mount DIR`)
}
