import type { BlobRef } from '../../core/values/blob-ref.ts'
import { encodeTree } from './codec.ts'
import { directoryContent, totals } from './directory-content.ts'
import type { BlobWriter, EntryContent, TreeEntry } from './entry.ts'
import { PathError, TreeLimitError } from './errors.ts'
import { treeLimits } from './limits.ts'
import { joinPath, splitPath } from './path.ts'
import { readTree } from './read.ts'

/** What paths should hold; null removes what is there, and removing nothing is no error. */
export type TreeEdits = ReadonlyMap<string, EntryContent | null>

/**
 * Applies many edits at once, writing each touched directory once; the new root. Parents are made,
 * directories left empty vanish. Replacing a file by a directory takes an edit that removes the file.
 * @throws PathError, TreeLimitError
 */
export async function editTree(root: BlobRef, edits: TreeEdits, blobs: BlobWriter): Promise<BlobRef> {
  const entries = await editDirectory(root, '', nest(edits), blobs)
  checkTotals(entries)
  return blobs.put(encodeTree(entries))
}

/** The edits of one directory by name. */
interface EditNode {
  /** Edit of this very path; undefined when only paths below change. */
  own: EntryContent | null | undefined
  readonly below: Map<string, EditNode>
}

function nest(edits: TreeEdits): ReadonlyMap<string, EditNode> {
  const top = new Map<string, EditNode>()
  for (const [path, content] of edits) {
    const names = splitPath(path)
    let level = top
    for (const [depth, name] of names.entries()) {
      let node = level.get(name)
      if (node === undefined) level.set(name, (node = { own: undefined, below: new Map() }))
      if (depth === names.length - 1) node.own = content
      level = node.below
    }
    if (names.length === 0) throw new PathError('path-is-directory', path, 'the root cannot be replaced or removed')
  }
  return top
}

async function editDirectory(
  tree: BlobRef | null,
  directory: string,
  edits: ReadonlyMap<string, EditNode>,
  blobs: BlobWriter,
): Promise<readonly TreeEntry[]> {
  const before = tree === null ? [] : await readTree(tree, blobs)
  const entries = new Map(before.map((entry) => [entry.name, entry]))
  for (const [name, node] of edits) {
    const path = joinPath(directory, name)
    const entry = await editName(entries.get(name) ?? null, name, path, node, blobs)
    if (entry === null) entries.delete(name)
    else entries.set(name, entry)
  }
  return [...entries.values()]
}

async function editName(
  before: TreeEntry | null,
  name: string,
  path: string,
  node: EditNode,
  blobs: BlobWriter,
): Promise<TreeEntry | null> {
  const own = node.own === undefined ? before : node.own === null ? null : { ...node.own, name }
  if (own !== null && own.kind === 'file') checkFileSize(path, own.sizeBytes)
  if (node.below.size === 0) return own
  if (own !== null && own.kind !== 'dir') {
    if (!addsAnything(node)) return own
    const what = own.kind === 'symlink' ? 'a symbolic link' : 'a file'
    throw new PathError('path-not-directory', path, `${path} is ${what}, so nothing can be inside it`)
  }
  const children = await editDirectory(own?.ref ?? null, path, node.below, blobs)
  return children.length === 0 ? null : { name, ...directoryContent(blobs.put(encodeTree(children)), children) }
}

function addsAnything(node: EditNode): boolean {
  return [...node.below.values()].some((child) => (child.own ?? null) !== null || addsAnything(child))
}

function checkFileSize(path: string, sizeBytes: number): void {
  if (sizeBytes <= treeLimits.fileBytes) return
  const message = `${path} would be ${sizeBytes} bytes; a file may have at most ${treeLimits.fileBytes}`
  throw new TreeLimitError('fileBytes', treeLimits.fileBytes, message)
}

function checkTotals(entries: readonly TreeEntry[]): void {
  const { sizeBytes, files } = totals(entries)
  if (files > treeLimits.treeFiles) {
    const message = `the workspace would hold ${files} files; at most ${treeLimits.treeFiles} are possible`
    throw new TreeLimitError('treeFiles', treeLimits.treeFiles, message)
  }
  if (sizeBytes > treeLimits.treeBytes) {
    const message = `the workspace would hold ${sizeBytes} bytes; at most ${treeLimits.treeBytes} are possible`
    throw new TreeLimitError('treeBytes', treeLimits.treeBytes, message)
  }
}
