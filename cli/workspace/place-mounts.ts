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
  const changed = homeless.filter(({ recorded }) => recorded.baseRef !== recorded.headRef)
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
    return { ...mount, source: directory, baseRef: base(mount) ?? mount.recorded.baseRef, isCopy: true }
  })
}

/** Whether the directory that was mounted cannot be written to here. */
function isHomeless({ source, isCopy }: MountHere): boolean {
  return source === null || isCopy || thisDisk.kindOf(source) !== 'directory'
}
