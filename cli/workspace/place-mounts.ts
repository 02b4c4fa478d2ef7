import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { thisDisk } from '../args/mount-disk.ts'
import { UsageError } from '../errors.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { isOf, type MountHere } from './mounts-here.ts'

/**
 * Mounts with the directory that `apply --to` names: for the one whose mounted directory is not here, because it is on
 * another machine, was imported, is gone or never was. @throws UsageError
 */
export function placeMounts(
  mounts: readonly MountHere[],
  to: string | null,
  machine: string | null,
): readonly MountHere[] {
  if (to === null) return mounts
  if (thisDisk.kindOf(to) !== 'directory') throw new UsageError(`--to ${to}: no such directory`)
  const directory = thisDisk.realPath(to)
  const homeless = mounts.filter(isHomeless)
  if (homeless.length === 0) {
    const all = mounts.map(({ source }) => source ?? '').join(', ')
    throw new UsageError(`--to is for a workspace that has no directory here; this one has ${all}`)
  }
  const base = ({ recorded }: MountHere) =>
    recorded.copies?.find((copy) => isOf(machine, copy.host) && copy.directory === directory)?.baseRef
  const changed = homeless.filter(({ recorded }) => recorded.mountedRef !== recorded.headRef)
  const choices = [
    homeless.filter((mount) => base(mount) !== undefined),
    changed.filter(({ source }) => source === null),
    changed,
    homeless,
  ]
  const [one, second] = choices.find((choice) => choice.length > 0) ?? []
  if (second !== undefined) {
    const paths = homeless.map(({ path }) => path).join(', ')
    throw new UsageError(`--to cannot place several workspaces (${paths}); ${commandLine('diff')} shows them all`)
  }
  return mounts.map((mount) => {
    if (mount !== one) return mount
    return { ...mount, ...startOf(mount.recorded, base(mount)), source: directory, isCopy: true }
  })
}

/** The base of a directory: its own, or as it was mounted; or it is the mounted one under another name, of a place or a machine. */
function startOf(
  { mountedRef, baseRef, headRef }: Mount,
  own: BlobRef | undefined,
): Pick<MountHere, 'baseRef' | 'otherBaseRef'> {
  if (own !== undefined) return { baseRef: own }
  return { baseRef: mountedRef === headRef ? baseRef : mountedRef, otherBaseRef: baseRef }
}

/** Whether the directory that was mounted cannot be written to here. */
function isHomeless({ source, isCopy }: MountHere): boolean {
  return source === null || isCopy || thisDisk.kindOf(source) !== 'directory'
}
