import type { Store } from '../../core/ports/store.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { UsageError } from '../errors.ts'
import { readState } from '../open-store.ts'
import type { WishedSession } from '../session/session-wish.ts'
import { elsewhere, mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'

/** Finds out before any work that `--apply` has a directory to write to. @throws UsageError */
export async function requireApplicable(
  { id, known }: WishedSession,
  mounts: readonly MountSpec[],
  store: Store,
): Promise<void> {
  const recorded = known === null ? [] : (await readState(store, id)).workspace.mounts
  const present = mountsHere(recorded, thisMachine(store))
  const all = [...mounts, ...present].filter(({ source }) => source !== null)
  if (all.some(({ readOnly }) => !readOnly)) return
  const [away] = present.flatMap((mount) => elsewhere(mount) ?? [])
  const none = away === undefined ? 'no directory is mounted' : `what is mounted is ${away}`
  const what = all.length === 0 ? none : 'all that is mounted is read-only'
  throw new UsageError(`--apply has nothing to write to: ${what}; add --mount DIR`)
}
