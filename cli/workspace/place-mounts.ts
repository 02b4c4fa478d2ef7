import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { isWithin } from '../../sandbox/policy/is-within.ts'
import { thisDisk } from '../args/mount-disk.ts'
import type { PlaceSpec } from '../args/place-spec.ts'
import { UsageError } from '../errors.ts'
import { isHomeless, isOf, type MountHere } from './mounts-here.ts'
import { placingCommand } from './placing-command.ts'

/** What `apply --to` is asked of. */
export interface PlacingFacts {
  readonly mounts: readonly MountHere[]
  /** As in `mountsHere`. */
  readonly machine: string | null
  readonly session: SessionId
}

/**
 * Mounts with the directories that `apply --to` names: each for one whose mounted directory is not here, because it is on
 * another machine, was imported, is gone or never was. @throws UsageError
 */
export function placeMounts(facts: PlacingFacts, to: readonly PlaceSpec[]): readonly MountHere[] {
  const { mounts, machine } = facts
  const wishes = to.map(({ source, path }) => ({ directory: thisDisk.realPath(source), path }))
  const placed = new Map<MountHere, string>()
  // Those that say which are first: the one that does not is for what is left.
  for (const { directory, path } of wishes.toSorted((a, b) => Number(a.path === null) - Number(b.path === null))) {
    for (const other of placed.values()) requireApart(directory, other)
    placed.set(path === null ? chosen(directory, facts, placed) : named(path, facts, placed), directory)
  }
  return mounts.map((mount) => {
    const directory = placed.get(mount)
    if (directory === undefined) return mount
    return {
      ...mount,
      ...startOf(mount.recorded, copyBase(mount, directory, machine)),
      source: directory,
      isCopy: true,
    }
  })
}

/** The mount at a path. */
function named(path: string, { mounts }: PlacingFacts, placed: ReadonlyMap<MountHere, string>): MountHere {
  const mount = mounts.find((other) => other.path === path)
  if (mount === undefined)
    throw new UsageError(`--to: nothing is mounted at ${path}; this session has ${pathsOf(mounts)}`)
  if (placed.has(mount)) throw new UsageError(`--to is given twice for ${path}; give it once`)
  if (isHomeless(mount)) return mount
  throw new UsageError(`--to is for a workspace that has no directory here; ${path} has ${mount.source ?? ''}`)
}

/** The mount that a directory is for when nobody says which. */
function chosen(directory: string, facts: PlacingFacts, placed: ReadonlyMap<MountHere, string>): MountHere {
  const { mounts, machine, session } = facts
  if (!mounts.some(isHomeless)) {
    const all = mounts.map(({ source }) => source ?? '').join(', ')
    throw new UsageError(`--to is for a workspace that has no directory here; this one has ${all}`)
  }
  const left = mounts.filter((mount) => isHomeless(mount) && !placed.has(mount))
  const changed = left.filter(({ recorded }) => recorded.mountedRef !== recorded.headRef)
  const choices = [
    left.filter((mount) => copyBase(mount, directory, machine) !== undefined),
    changed.filter(({ source }) => source === null),
    changed,
    left,
  ]
  const fitting = choices.find((choice) => choice.length > 0) ?? []
  const [one, second] = fitting
  if (one === undefined) throw new UsageError(`--to ${directory}: no workspace is left that it could be for`)
  if (second === undefined) return one
  throw new UsageError(
    `--to ${directory} could be for several workspaces (${pathsOf(fitting)}); say which is where: ${placingCommand(session, fitting)}`,
  )
}

/** What a mount shares with a directory that was named before. */
function copyBase({ recorded }: MountHere, directory: string, machine: string | null): BlobRef | undefined {
  return recorded.copies?.find((copy) => isOf(machine, copy.host) && copy.directory === directory)?.baseRef
}

/** The base of a directory: its own, or as it was mounted; or it is the mounted one under another name, of a place or a machine. */
function startOf(
  { mountedRef, baseRef, headRef }: Mount,
  own: BlobRef | undefined,
): Pick<MountHere, 'baseRef' | 'otherBaseRef'> {
  if (own !== undefined) return { baseRef: own }
  return { baseRef: mountedRef === headRef ? baseRef : mountedRef, otherBaseRef: baseRef }
}

/** Two workspaces in one directory would have one file of each name. */
function requireApart(one: string, other: string): void {
  if (!isWithin(one, other) && !isWithin(other, one)) return
  throw new UsageError(`--to: ${one} and ${other} would hold the same files; name directories that are apart`)
}

function pathsOf(mounts: readonly MountHere[]): string {
  return mounts.map(({ path }) => path).join(', ')
}
