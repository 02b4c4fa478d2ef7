import type { MountView, ToolContext } from '../../core/ports/tool.ts'
import { nearest } from '../../core/values/nearest.ts'
import type { BlobReader, TreeEntry } from '../tree/entry.ts'
import { lookup, readTree } from '../tree/read.ts'
import { resolveLinks } from '../tree/resolve-links.ts'
import { showPath, type Place } from './place.ts'
import { ToolFailure } from './tool-failure.ts'

/** What is at a place once symlinks are followed; `entry` is null where a new file could be. */
export interface Found {
  readonly place: Place
  readonly entry: TreeEntry | null
}

/** Follows symlinks, all inside the mount. @throws PathError for an unusable path, a loop, a link that leaves */
export async function findEntry(place: Place, blobs: BlobReader): Promise<Found> {
  const { mount, path } = place
  const direct = await lookup(mount.headRef, path, blobs)
  if (direct !== null && direct.kind !== 'symlink') return { place, entry: direct }
  const resolved = await resolveLinks(mount.headRef, path, blobs)
  if (resolved === path) return { place, entry: direct }
  return { place: { mount, path: resolved }, entry: await lookup(mount.headRef, resolved, blobs) }
}

/** What is at a place, which must exist. @throws ToolFailure, with a likely name where there is one */
export async function findExisting(place: Place, context: ToolContext): Promise<Found & { readonly entry: TreeEntry }> {
  const { place: resolved, entry } = await findEntry(place, context.blobs)
  if (entry === null) throw await notFound(resolved, context.mounts, context.blobs)
  return { place: resolved, entry }
}

/** The failure for a place where nothing is. */
export async function notFound(place: Place, mounts: readonly MountView[], blobs: BlobReader): Promise<ToolFailure> {
  const shown = showPath(place, mounts)
  const parent = place.path.slice(0, Math.max(0, place.path.lastIndexOf('/')))
  const directory = await lookup(place.mount.headRef, parent, blobs)
  if (directory?.kind !== 'dir') {
    const where = showPath({ mount: place.mount, path: parent }, mounts)
    return new ToolFailure(`${shown} does not exist: there is no directory ${where}`)
  }
  const names = (await readTree(directory.ref, blobs)).map((entry) => entry.name)
  const meant = nearest(place.path.slice(parent === '' ? 0 : parent.length + 1), names)
  const hint = meant === null ? '' : `. Did you mean ${shown.slice(0, shown.lastIndexOf('/') + 1)}${meant}?`
  return new ToolFailure(`${shown} does not exist${hint}`)
}
