import { basename } from 'node:path'
import type { Mount } from '../../core/machine/workspace/state.ts'
import { overlap } from '../../core/values/mount-path.ts'
import { isWithin } from '../../sandbox/policy/is-within.ts'
import { UsageError } from '../errors.ts'
import type { MountDisk } from './mount-disk.ts'
import type { MountSpec } from './mount-spec.ts'

/** A mount whose place is settled. */
export type PlacedMount = MountSpec & { readonly path: string }

/** A mount that a session has; `source` is null for a workspace that comes from no directory. */
export type PresentMount = Pick<Mount, 'source' | 'path' | 'readOnly'>

/**
 * The mounts that a session does not have yet, each with its path: the first of a session is `/workspace`, others are
 * `/mnt/<name>`. @throws UsageError when a path is taken, files would be in the workspace twice and writable,
 * or a mount of the session is asked for in another mode
 */
export function placeMounts(
  specs: readonly MountSpec[],
  present: readonly PresentMount[],
  disk: Pick<MountDisk, 'realPath'>,
): readonly PlacedMount[] {
  const placed: PlacedMount[] = []
  for (const spec of specs) {
    const same = present.find((mount) => isSame(mount, spec, disk))
    if (same !== undefined) {
      if (same.readOnly === spec.readOnly) continue
      throw new UsageError(otherMode(same, spec))
    }
    const isFirst = present.length + placed.length === 0
    const mount = { ...spec, path: spec.path ?? (isFirst ? '/workspace' : `/mnt/${basename(spec.source)}`) }
    for (const other of [...present, ...placed]) {
      assertDirectoriesApart(mount, other, disk)
      if (overlap(mount.path, other.path)) throw new UsageError(pathTaken(mount, other))
    }
    placed.push(mount)
  }
  return placed
}

/** Whether a session has exactly this mount, under whatever name of the directory. */
function isSame({ source, path }: PresentMount, spec: MountSpec, { realPath }: Pick<MountDisk, 'realPath'>): boolean {
  if (source === null || (spec.path !== null && spec.path !== path)) return false
  return realPath(source) === realPath(spec.source)
}

/** One file in two places of the workspace could be changed in both, and apply could write only one of them. */
function assertDirectoriesApart(
  mount: PlacedMount,
  other: PresentMount,
  { realPath }: Pick<MountDisk, 'realPath'>,
): void {
  if (other.source === null) return
  const [own, theirs] = [realPath(mount.source), realPath(other.source)]
  if (own === theirs) {
    throw new UsageError(`--mount ${mount.source}: this directory is mounted at ${other.path} already; leave it out`)
  }
  const isInner = isWithin(own, theirs)
  if (!isInner && !isWithin(theirs, own)) return
  const [inner, outer] = isInner ? [mount, other] : [other, mount]
  if (outer.readOnly) return
  throw new UsageError(
    `${inner.source ?? ''} lies in ${outer.source ?? ''}, which is mounted writable, so its files would be there twice; ` +
      `mount one of them, or the outer one read-only: --mount ${outer.source ?? ''}:ro`,
  )
}

function pathTaken(mount: PlacedMount, other: PresentMount): string {
  return `mounts ${other.path} and ${mount.path} overlap; choose another path: --mount ${mount.source}:/mnt/elsewhere`
}

function otherMode({ path, readOnly }: PresentMount, { source }: MountSpec): string {
  const how = readOnly ? 'read-only' : 'writable'
  return `${source} is mounted ${how} in this session, at ${path}, and stays so; leave it out, or start a new session`
}
