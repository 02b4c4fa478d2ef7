import { lstatSync, type BigIntStats } from 'node:fs'
import type { DirectoryHandle } from './directory-handle.ts'

/** What is at a name on disk; `other` is a pipe, a socket or a device. */
export interface DiskStat {
  readonly kind: 'file' | 'dir' | 'symlink' | 'other'
  /** Changes whenever the content or the mode did: mtime and ctime in ns, inode, size. */
  readonly key: string
  readonly sizeBytes: number
  readonly executable: boolean
  /** Permission bits. */
  readonly mode: number
  readonly device: bigint
  readonly ctimeMs: number
  /** Whether the file system seems to count in whole milliseconds, or coarser. */
  readonly isCoarse: boolean
}

/** Looks at a name without following it; null when there is nothing. */
export function statAt(directory: DirectoryHandle, name: string): DiskStat | null {
  return statPath(`${directory.place}/${name}`)
}

/** Looks at a path without following its last name; null when there is nothing. */
export function statPath(path: string): DiskStat | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? null : toDiskStat(stats)
}

/** Keeps of a stat what trees and indexes need. */
export function toDiskStat(stats: BigIntStats): DiskStat {
  const mode = Number(stats.mode)
  return {
    kind: kindOf(mode),
    key: `${stats.mtimeNs}:${stats.ctimeNs}:${stats.ino}:${stats.size}`,
    sizeBytes: Number(stats.size),
    executable: (mode & 0o100) !== 0,
    mode: mode & 0o777,
    device: stats.dev,
    ctimeMs: Number(stats.ctimeMs),
    isCoarse: stats.ctimeNs % 1_000_000n === 0n,
  }
}

function kindOf(mode: number): DiskStat['kind'] {
  switch (mode & 0o170000) {
    case 0o100000:
      return 'file'
    case 0o040000:
      return 'dir'
    case 0o120000:
      return 'symlink'
    default:
      return 'other'
  }
}
