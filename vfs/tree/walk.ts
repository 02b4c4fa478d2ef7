import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { BlobReader, TreeEntry } from './entry.ts'
import { readAhead } from './read-ahead.ts'
import { joinPath } from './path.ts'
import { lookup } from './read.ts'
import { TreeGuard } from './tree-guard.ts'

/** A file or symlink and where it is, relative to the root of the tree. */
export interface WalkedEntry {
  readonly path: string
  readonly entry: TreeEntry
}

/**
 * Every file and symlink, directory by directory, names in the order of their UTF-8 bytes.
 * `prefix` limits it to one directory, or to one file; one that is not there gives nothing.
 * @throws TreeCorruptError, TreeLimitError
 */
export async function* walkTree(
  root: BlobRef,
  blobs: BlobReader,
  options: { readonly prefix?: string } = {},
): AsyncGenerator<WalkedEntry> {
  const prefix = options.prefix ?? ''
  if (prefix === '') {
    yield* walkDirectory(root, '', null, blobs, new TreeGuard())
    return
  }
  const entry = await lookup(root, prefix, blobs)
  if (entry === null) return
  if (entry.kind === 'dir') yield* walkBelow(entry, prefix, blobs, new TreeGuard())
  else yield { path: prefix, entry }
}

/** Every file and symlink of a directory that is at a path, as a part of a walk that a guard watches. */
export function walkBelow(
  directory: TreeEntry,
  path: string,
  blobs: BlobReader,
  guard: TreeGuard,
): AsyncGenerator<WalkedEntry> {
  return walkDirectory(directory.ref, path, directory, blobs, guard)
}

interface Frame {
  readonly directory: string
  readonly entries: readonly TreeEntry[]
  /** Of the directories in it. */
  readonly inner: BlobReader
  next: number
}

async function* walkDirectory(
  tree: BlobRef,
  directory: string,
  said: TreeEntry | null,
  blobs: BlobReader,
  guard: TreeGuard,
): AsyncGenerator<WalkedEntry> {
  const enter = async (ref: BlobRef, at: string, inParent: TreeEntry | null, from: BlobReader): Promise<Frame> => {
    const entries = await guard.read(ref, at, inParent, from)
    const directories = entries.flatMap((entry) => (entry.kind === 'dir' ? entry.ref : []))
    return { directory: at, entries, inner: readAhead(directories, blobs), next: 0 }
  }
  const stack: Frame[] = [await enter(tree, directory, said, blobs)]
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const entry = frame.entries[frame.next]
    frame.next += 1
    if (entry === undefined) {
      stack.pop()
      continue
    }
    const path = joinPath(frame.directory, entry.name)
    if (entry.kind !== 'dir') yield { path, entry }
    else stack.push(await enter(entry.ref, path, entry, frame.inner))
  }
}
