import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from 'node:fs'
import type { DirectoryHandle } from './directory-handle.ts'
import { statAt, toDiskStat, type DiskStat } from './disk-stat.ts'

/** Bytes that were in the file at one moment, with the stat of that moment; or why there are none. */
export type StableRead =
  | { readonly ok: true; readonly bytes: Buffer; readonly stat: DiskStat }
  | { readonly ok: false; readonly reason: string }

const attempts = 3
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Reads a regular file whole. A file that changed while it was read is read again; links are not followed,
 * and pipes do not block. `maximumBytes` bounds what is read into memory. Throws what `fs` throws.
 */
export function readStable(directory: DirectoryHandle, name: string, seen: DiskStat, maximumBytes: number): StableRead {
  let stat = seen
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (stat.kind !== 'file') return { ok: false, reason: 'not a regular file' }
    if (stat.sizeBytes > maximumBytes) return { ok: false, reason: tooLarge(maximumBytes) }
    const read = readOnce(directory, name, stat.sizeBytes)
    if (read.stat.key === stat.key && read.bytes.byteLength === stat.sizeBytes) {
      return { ok: true, bytes: read.bytes, stat: read.stat }
    }
    stat = read.stat
  }
  return { ok: false, reason: 'kept changing while it was read' }
}

/** Why a file over the limit is left out. */
export function tooLarge(maximumBytes: number): string {
  return `larger than ${Math.floor(maximumBytes / 1024 / 1024)} MiB`
}

/** The target of a symlink; a target that is no UTF-8 has no place in a tree. */
export function readLinkStable(directory: DirectoryHandle, name: string): StableRead {
  const bytes = readlinkSync(`${directory.place}/${name}`, { encoding: 'buffer' })
  const stat = statAt(directory, name)
  if (stat?.kind !== 'symlink') return { ok: false, reason: 'kept changing while it was read' }
  if (!Buffer.from(bytes.toString()).equals(bytes)) return { ok: false, reason: 'a link whose target is not UTF-8' }
  return { ok: true, bytes, stat }
}

function readOnce(directory: DirectoryHandle, name: string, sizeBytes: number): { bytes: Buffer; stat: DiskStat } {
  const descriptor = openSync(`${directory.place}/${name}`, openFlags)
  try {
    const bytes = Buffer.allocUnsafe(sizeBytes)
    let length = 0
    while (length < sizeBytes) {
      const count = readSync(descriptor, bytes, length, sizeBytes - length, null)
      if (count === 0) break
      length += count
    }
    return { bytes: bytes.subarray(0, length), stat: toDiskStat(fstatSync(descriptor, { bigint: true })) }
  } finally {
    closeSync(descriptor)
  }
}
