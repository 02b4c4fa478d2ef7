import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { BlobReader, TreeEntry } from './entry.ts'
import { readAhead } from './read-ahead.ts'
import { joinPath } from './path.ts'
import { lookup, readTree } from './read.ts'

/** A file or symlink and where it is, relative to the root of the tree. */
export interface WalkedEntry {
  readonly path: string
  readonly entry: TreeEntry
}

/**
 * Every file and symlink, directory by directory, names in the order of their UTF-8 bytes.
 * `prefix` limits it to one directory, or to one file; one that is not there gives nothing.
 */
export async function* walkTree(
  root: BlobRef,
  blobs: BlobReader,
  options: { readonly prefix?: string } = {},
): AsyncGenerator<WalkedEntry> {
  const prefix = options.prefix ?? ''
  if (prefix === '') {
    yield* walkDirectory(root, '', blobs)
    return
  }
  const entry = await lookup(root, prefix, blobs)
  if (entry === null) return
  if (entry.kind === 'dir') yield* walkDirectory(entry.ref, prefix, blobs)
  else yield { path: prefix, entry }
}

interface Frame {
  readonly directory: string
  readonly entries: readonly TreeEntry[]
  /** Of the directories in it. */
  readonly inner: BlobReader
  next: number
}

async function* walkDirectory(tree: BlobRef, directory: string, blobs: BlobReader): AsyncGenerator<WalkedEntry> {
  const enter = async (ref: BlobRef, at: string, from: BlobReader): Promise<Frame> => {
    const entries = await readTree(ref, from)
    const directories = entries.flatMap((entry) => (entry.kind === 'dir' ? entry.ref : []))
    return { directory: at, entries, inner: readAhead(directories, blobs), next: 0 }
  }
  const stack: Frame[] = [await enter(tree, directory, blobs)]
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const entry = frame.entries[frame.next]
    frame.next += 1
    if (entry === undefined) {
      stack.pop()
      continue
    }
    const path = joinPath(frame.directory, entry.name)
    if (entry.kind !== 'dir') yield { path, entry }
    else stack.push(await enter(entry.ref, path, frame.inner))
  }
}
