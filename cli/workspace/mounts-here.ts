import type { Mount } from '../../core/machine/workspace/state.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { thisDisk } from '../args/mount-disk.ts'

/**
 * A mount as one machine sees it: `source` is its directory here, null for none, and `baseRef` what it shares with that
 * one, or as what it was mounted.
 */
export interface MountHere extends Mount {
  readonly recorded: Mount
  /** Whether `source` is another directory than the one that was mounted. */
  readonly isCopy: boolean
  /** What else its files may be at. */
  readonly otherBaseRef?: BlobRef
}

/**
 * Mounts with their directories on this machine: the one that was mounted, or the one that `apply --to` named last. A
 * directory of another machine counts as none, whatever is at its path here. `machine` null: everything is of this one.
 */
export function mountsHere(mounts: readonly Mount[], machine: string | null): readonly MountHere[] {
  return mounts.map((recorded) => {
    const { source, host } = recorded
    const copy = recorded.copies?.findLast((other) => isOf(machine, other.host) && isDirectory(other.directory))
    const isOwn = source !== null && isOf(machine, host)
    // One that is gone stays the one to speak of, until there is another.
    if (isOwn && (copy === undefined || isDirectory(source))) return { ...recorded, recorded, isCopy: false }
    if (copy === undefined) return { ...recorded, source: null, baseRef: recorded.mountedRef, recorded, isCopy: false }
    return { ...recorded, source: copy.directory, baseRef: copy.baseRef, recorded, isCopy: true }
  })
}

/** Where a mount comes from when that is not on this machine; null for one that has a directory here, or nowhere. */
export function elsewhere({ source, recorded }: MountHere): string | null {
  if (source !== null || recorded.source === null) return null
  return `${recorded.source} on ${recorded.host ?? 'another machine'}`
}

/** Whether what was recorded under a name is of this machine; a name that was not recorded may be any. */
export function isOf(machine: string | null, host: string | undefined): boolean {
  return machine === null || host === machine
}

/** Whether the directory that was mounted cannot be written to here. */
export function isHomeless({ source, isCopy }: MountHere): boolean {
  return source === null || isCopy || !isDirectory(source)
}

function isDirectory(path: string): boolean {
  return thisDisk.kindOf(path) === 'directory'
}
