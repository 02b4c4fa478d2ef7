import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BlobStage } from '../../../core/ports/tool.ts'
import type { Captured, TreeSync } from '../../../core/ports/tree-sync.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'

/** A file (`x` is executable) or a link, by its path in the tree. */
export type FakeEntry =
  | { readonly type: 'file'; readonly text: string; readonly x: boolean }
  | { readonly type: 'link'; readonly target: string }

/** A whole tree as one blob: a sorted list of its entries. */
export type FakeTree = Readonly<Record<string, FakeEntry>>

/** Blobs in memory, readable by the test. */
export class FakeBlobs implements BlobStage {
  readonly bytesByRef = new Map<BlobRef, Uint8Array>()

  put(bytes: Uint8Array): BlobRef {
    const ref = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as BlobRef
    this.bytesByRef.set(ref, bytes)
    return ref
  }

  get(ref: BlobRef): Promise<Uint8Array> {
    const bytes = this.bytesByRef.get(ref)
    return bytes === undefined ? Promise.reject(new Error(`no blob ${ref}`)) : Promise.resolve(bytes)
  }

  putTree(tree: FakeTree): BlobRef {
    return this.put(Buffer.from(JSON.stringify(Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)))))
  }

  async tree(ref: BlobRef): Promise<FakeTree> {
    const entries = JSON.parse(Buffer.from(await this.get(ref)).toString()) as [string, FakeEntry][]
    return Object.fromEntries(entries)
  }
}

/** Keeps whole trees in step the simple way; `fail` makes a step throw. */
export class FakeTreeSync implements TreeSync {
  readonly fail: { checkout?: string; capture?: string } = {}
  private readonly last = new Map<string, FakeTree>()

  async checkout(directory: string, root: BlobRef, blobs: FakeBlobs): Promise<void> {
    if (this.fail.checkout !== undefined) throw new Error(this.fail.checkout)
    const tree = await blobs.tree(root)
    if (JSON.stringify(this.last.get(directory)) === JSON.stringify(tree)) return
    for (const name of await readdir(directory)) await rm(join(directory, name), { recursive: true, force: true })
    for (const [path, entry] of Object.entries(tree)) await write(join(directory, path), entry)
    this.last.set(directory, tree)
  }

  async capture(directory: string, blobs: FakeBlobs): Promise<Captured> {
    if (this.fail.capture !== undefined) throw new Error(this.fail.capture)
    const before = this.last.get(directory) ?? {}
    const after = await readTree(directory)
    this.last.set(directory, after)
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    const changed = paths.filter((path) => JSON.stringify(before[path]) !== JSON.stringify(after[path]))
    return { root: blobs.putTree(after), changed, skipped: [] }
  }
}

async function write(path: string, entry: FakeEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  if (entry.type === 'link') return symlink(entry.target, path)
  await writeFile(path, entry.text)
  await chmod(path, entry.x ? 0o755 : 0o644)
}

async function readTree(directory: string, under = ''): Promise<FakeTree> {
  let tree: FakeTree = {}
  for (const name of await readdir(join(directory, under))) {
    const path = join(under, name)
    const stat = await lstat(join(directory, path))
    if (stat.isDirectory()) tree = { ...tree, ...(await readTree(directory, path)) }
    else if (stat.isSymbolicLink())
      tree = { ...tree, [path]: { type: 'link', target: await readlink(join(directory, path)) } }
    else if (stat.isFile()) tree = { ...tree, [path]: await readEntry(join(directory, path), stat.mode) }
  }
  return tree
}

async function readEntry(path: string, mode: number): Promise<FakeEntry> {
  return { type: 'file', text: await readFile(path, 'latin1'), x: (mode & 0o100) !== 0 }
}
