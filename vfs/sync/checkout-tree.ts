import { mkdirSync, rmdirSync, rmSync } from 'node:fs'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { openChild, type DirectoryHandle } from '../disk/directory-handle.ts'
import { statAt } from '../disk/disk-stat.ts'
import type { Pacer } from '../disk/pacer.ts'
import { sameContent, type IndexedDirectory, type IndexedFile } from '../snapshot/stat-index.ts'
import { contentOf, directoryContent } from '../tree/directory-content.ts'
import type { BlobReader, TreeEntry } from '../tree/entry.ts'
import { readAhead } from '../tree/read-ahead.ts'
import { TreeCorruptError } from '../tree/errors.ts'
import { joinPath } from '../tree/path.ts'
import type { TreeGuard } from '../tree/tree-guard.ts'
import { unfinished } from './half-done.ts'
import { placeEntry, removeFile } from './place-entry.ts'

/** What a checkout works with. */
export interface CheckoutOptions {
  readonly blobs: BlobReader
  /** Of a signal, which ends the checkout between two entries. */
  readonly pacer: Pacer
  /** Of this checkout alone. */
  readonly guard: TreeGuard
  /** What new directories hold by their trees: the same one in a thousand places is kept once. */
  readonly fresh: Map<BlobRef, IndexedDirectory>
}

/** A directory as its parent describes it. */
interface Wanted {
  readonly ref: BlobRef
  /** Null for the root. */
  readonly said: TreeEntry | null
  readonly path: string
  /** Given what will be there as it is begun: it fills, as far as the checkout comes. */
  readonly begun: (directory: IndexedDirectory) => void
}

/**
 * Makes an open directory hold a tree, given what of it is there; files that are neither in the tree nor in `present`
 * stay, unless they are in the way. Answers what is there then; `begun` is given it before, to see how far this came.
 * @throws TreeCorruptError, TreeLimitError, and the reason of the pacer's signal
 */
export function checkoutTree(
  directory: DirectoryHandle,
  tree: BlobRef,
  present: IndexedDirectory | null,
  options: CheckoutOptions,
  begun: (directory: IndexedDirectory) => void = () => undefined,
): Promise<IndexedDirectory> {
  return checkoutDirectory(directory, { ref: tree, said: null, path: '', begun }, present, options)
}

async function checkoutDirectory(
  directory: DirectoryHandle,
  { ref, said, path, begun }: Wanted,
  present: IndexedDirectory | null,
  options: CheckoutOptions,
): Promise<IndexedDirectory> {
  if (present?.tree.ref === ref) return present
  const entries = await options.guard.read(ref, path, said, options.blobs)
  removeLeftovers(directory, entries, present)
  const ahead = readAhead(wantedRefs(entries, present), options.blobs)
  const files = new Map<string, IndexedFile>()
  const directories = new Map<string, IndexedDirectory>()
  begun({ tree: unfinished, files, directories })
  for (const entry of entries) {
    if (options.pacer.due()) await options.pacer.pause()
    if (entry.kind === 'dir') {
      const inner = present?.directories.get(entry.name) ?? null
      const begin = (child: IndexedDirectory): void => void directories.set(entry.name, child)
      const wanted = { ref: entry.ref, said: entry, path: joinPath(path, entry.name), begun: begin }
      directories.set(entry.name, await checkoutChild(directory, entry.name, wanted, inner, options))
    } else {
      const known = present?.files.get(entry.name) ?? null
      files.set(entry.name, await checkoutFile(directory, entry, known, ahead))
    }
  }
  const made = { tree: directoryContent(ref, entries), files, directories }
  return present === null ? keptOnce(made, options.fresh) : made
}

function keptOnce(made: IndexedDirectory, fresh: Map<BlobRef, IndexedDirectory>): IndexedDirectory {
  const same = fresh.get(made.tree.ref)
  if (same === undefined) fresh.set(made.tree.ref, made)
  return same ?? made
}

function wantedRefs(entries: readonly TreeEntry[], present: IndexedDirectory | null): readonly BlobRef[] {
  const isNew = (entry: TreeEntry): boolean => {
    const known = present?.files.get(entry.name)
    return known === undefined || !sameContent(known.content, entry)
  }
  return entries.filter((entry) => entry.kind !== 'dir' && isNew(entry)).map(({ ref }) => ref)
}

async function checkoutFile(
  directory: DirectoryHandle,
  entry: TreeEntry,
  present: IndexedFile | null,
  blobs: BlobReader,
): Promise<IndexedFile> {
  if (present !== null && sameContent(present.content, entry)) return present
  const bytes = await blobs.get(entry.ref)
  if (bytes.byteLength !== entry.sizeBytes) {
    throw new TreeCorruptError(entry.ref, `it has ${bytes.byteLength} bytes, and ${entry.sizeBytes} are said of it`)
  }
  placeEntry(directory, entry, bytes)
  return { key: readAgain, content: contentOf(entry) }
}

/** Nobody can tell whether a file just written changes once more within this very tick of the clock. */
const readAgain = ''

async function checkoutChild(
  directory: DirectoryHandle,
  name: string,
  wanted: Wanted,
  present: IndexedDirectory | null,
  options: CheckoutOptions,
): Promise<IndexedDirectory> {
  if (present?.tree.ref === wanted.ref) return present
  const child = openOrMakeChild(directory, name)
  try {
    return await checkoutDirectory(child, wanted, present, options)
  } finally {
    child.close()
  }
}

function openOrMakeChild(directory: DirectoryHandle, name: string): DirectoryHandle {
  const path = `${directory.place}/${name}`
  const stat = statAt(directory, name)
  if (stat !== null && stat.kind !== 'dir') rmSync(path)
  if (stat?.kind !== 'dir') mkdirSync(path, { mode: 0o755 })
  return openChild(directory, name)
}

/** Removes what was in the directory by the index and is not in the tree; other files in its directories stay. */
function removeLeftovers(
  directory: DirectoryHandle,
  entries: readonly TreeEntry[],
  present: IndexedDirectory | null,
): void {
  if (present === null) return
  const wanted = new Map(entries.map((entry) => [entry.name, entry.kind]))
  for (const name of present.files.keys()) if (!wanted.has(name)) removeFile(directory, name)
  for (const [name, inner] of present.directories) {
    if (wanted.get(name) !== 'dir') removeIndexed(directory, name, inner)
  }
}

function removeIndexed(directory: DirectoryHandle, name: string, inner: IndexedDirectory): void {
  let child: DirectoryHandle
  try {
    child = openChild(directory, name)
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'path-not-directory') return
    throw error
  }
  try {
    removeLeftovers(child, [], inner)
  } finally {
    child.close()
  }
  try {
    rmdirSync(`${directory.place}/${name}`)
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY') throw error
  }
}
