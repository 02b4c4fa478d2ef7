import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { thisDisk } from '../args/mount-disk.ts'
import type { MountSpec } from '../args/mount-spec.ts'
import { placeMounts } from '../args/place-mounts.ts'
import type { ProgressLine } from '../render/progress-line.ts'
import type { Work } from '../compose.ts'
import { elsewhere, mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'
import { snapshotPlaces } from './prepare-session.ts'
import { newCommandId } from './session-ids.ts'
import { snapshotMounts } from './snapshot-mounts.ts'
import { submitMounts } from './start-session.ts'

/** What an existing session is brought to, besides its model. */
export interface Adjustment {
  /** Null leaves the name as it is. */
  readonly name: string | null
  readonly mounts: readonly MountSpec[]
  /** Hears what the person should know. */
  readonly say: (line: string) => void
  /** Hears of what takes its time. */
  readonly progress: ProgressLine
}

/** Renames an existing session and mounts what it does not have yet. @throws UsageError, MountError */
export async function adjustSession(
  session: SessionId,
  { workspace }: Pick<State, 'workspace'>,
  { name, mounts, say, progress }: Adjustment,
  store: Store,
  work: Pick<Work, 'host' | 'indexDirectory'>,
): Promise<void> {
  if (name !== null) {
    await work.host.submit(session, newCommandId(), { kind: 'session.rename', name })
    await store.sessions.rename(session, name)
  }
  const present = mountsHere(workspace.mounts, thisMachine(store))
  const added = placeMounts(mounts, present, thisDisk)
  for (const { source, path } of added) {
    const away = present.find((mount) => mount.recorded.source === source && elsewhere(mount) !== null)
    if (away) say(`note: ${away.path} is ${elsewhere(away) ?? ''}; that of this machine is at ${path}`)
  }
  if (added.length > 0)
    await submitMounts(session, await snapshotMounts(added, store, snapshotPlaces(work), say, progress), work.host)
}
