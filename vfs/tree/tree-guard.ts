import type { BlobRef } from '../../core/values/blob-ref.ts'
import { totals } from './directory-content.ts'
import type { BlobReader, EntryContent, TreeEntry } from './entry.ts'
import { TreeCorruptError, TreeLimitError } from './errors.ts'
import { treeLimits } from './limits.ts'
import { readTree } from './read.ts'

/**
 * Keeps one walk through a tree within the limits. Few small blobs make a tree of any size, since a directory may be
 * named many times, and whoever stores blobs says what is below: what is said is held against what is met, and that is
 * counted.
 */
export class TreeGuard {
  private met = 0

  constructor(private readonly limits: { readonly [Limit in keyof typeof treeLimits]: number } = treeLimits) {}

  /**
   * The entries of a directory; `said` is what its parent says of it, null for the root, `path` where it is.
   * @throws TreeCorruptError where that is not true, TreeLimitError, and what `readTree` throws
   */
  async read(ref: BlobRef, path: string, said: EntryContent | null, blobs: BlobReader): Promise<readonly TreeEntry[]> {
    this.checkPath(path)
    const entries = await readTree(ref, blobs)
    const { files, sizeBytes } = totals(entries)
    if (said !== null && said.files !== files) throw untrue(ref, `${files} files`, said.files)
    if (said !== null && said.sizeBytes !== sizeBytes) throw untrue(ref, `${sizeBytes} bytes`, said.sizeBytes)
    // The root's bound everything below, each of which has to add up to what is said of it.
    this.check('treeFiles', files, 'files')
    this.check('treeBytes', sizeBytes, 'bytes')
    this.met += entries.length
    this.check('treeFiles', this.met, 'files and directories')
    for (const entry of entries) this.checkEntry(entry)
    return entries
  }

  private checkPath(path: string): void {
    if (path === '') return
    const deep = path.split('/').length
    if (deep > this.limits.depth) throw exceeded('depth', this.limits.depth, 'directories below each other')
    const bytes = Buffer.byteLength(path)
    if (bytes > this.limits.pathBytes) throw exceeded('pathBytes', this.limits.pathBytes, 'bytes in a path')
  }

  private checkEntry({ kind, sizeBytes }: TreeEntry): void {
    if (kind === 'file' && sizeBytes > this.limits.fileBytes)
      throw exceeded('fileBytes', this.limits.fileBytes, 'bytes in a file')
    if (kind === 'symlink' && sizeBytes > this.limits.linkBytes)
      throw exceeded('linkBytes', this.limits.linkBytes, 'bytes in a symbolic link')
  }

  private check(limit: 'treeFiles' | 'treeBytes', value: number, what: string): void {
    if (value > this.limits[limit]) throw exceeded(limit, this.limits[limit], what)
  }
}

function untrue(ref: BlobRef, found: string, said: number): TreeCorruptError {
  return new TreeCorruptError(ref, `it holds ${found}, and ${said} are said of it`)
}

function exceeded(limit: string, maximum: number, what: string): TreeLimitError {
  return new TreeLimitError(
    limit,
    maximum,
    `the workspace has more than ${maximum} ${what}, which is the most possible`,
  )
}
