import type { BlobRef } from '../../core/values/blob-ref.ts'
import { compareNames } from '../tree/compare-names.ts'
import type { BlobReader, TreeEntry } from '../tree/entry.ts'
import { joinPath } from '../tree/path.ts'
import { readAhead } from '../tree/read-ahead.ts'
import { TreeGuard } from '../tree/tree-guard.ts'
import { walkBelow } from '../tree/walk.ts'

/** `modified`: other bytes, perhaps another executable bit too; `mode-changed`: only that bit. */
export type ChangeType = 'added' | 'removed' | 'modified' | 'type-changed' | 'mode-changed'

/** How one file or symlink differs between two trees. */
export interface Change {
  readonly path: string
  readonly type: ChangeType
  /** Null when added. */
  readonly before: TreeEntry | null
  /** Null when removed. */
  readonly after: TreeEntry | null
}

/**
 * Files and symlinks that differ, in the order of a walk; equal subtrees are not read. A file that
 * became a directory is one removal and the additions inside it. @throws TreeCorruptError, TreeLimitError
 */
export async function diffTrees(before: BlobRef, after: BlobRef, blobs: BlobReader): Promise<readonly Change[]> {
  const comparison: Comparison = { before: new TreeGuard(), after: new TreeGuard(), changes: [] }
  await diffDirectories({ ref: before, said: null }, { ref: after, said: null }, '', blobs, comparison)
  return comparison.changes
}

/** One of the directories compared, and what its parent says of it. */
interface Side {
  readonly ref: BlobRef
  readonly said: TreeEntry | null
}

interface Comparison {
  readonly before: TreeGuard
  readonly after: TreeGuard
  readonly changes: Change[]
}

async function diffDirectories(
  before: Side,
  after: Side,
  directory: string,
  blobs: BlobReader,
  comparison: Comparison,
): Promise<void> {
  if (before.ref === after.ref) return
  const read = async (side: Side, guard: TreeGuard): Promise<ReadonlyMap<string, TreeEntry>> => {
    const entries = await guard.read(side.ref, directory, side.said, blobs)
    return new Map(entries.map((entry) => [entry.name, entry]))
  }
  const left = await read(before, comparison.before)
  const right = await read(after, comparison.after)
  const names = [...new Set([...left.keys(), ...right.keys()])].sort(compareNames)
  const inner = [...left.values(), ...right.values()].filter(
    ({ kind, name }) => kind === 'dir' && left.get(name)?.ref !== right.get(name)?.ref,
  )
  const ahead = readAhead(
    inner.sort((one, other) => compareNames(one.name, other.name)).map(({ ref }) => ref),
    blobs,
  )
  for (const name of names) {
    await diffNames(left.get(name) ?? null, right.get(name) ?? null, joinPath(directory, name), ahead, comparison)
  }
}

async function diffNames(
  before: TreeEntry | null,
  after: TreeEntry | null,
  path: string,
  blobs: BlobReader,
  comparison: Comparison,
): Promise<void> {
  if (before?.kind === 'dir' && after?.kind === 'dir') {
    await diffDirectories({ ref: before.ref, said: before }, { ref: after.ref, said: after }, path, blobs, comparison)
    return
  }
  const { changes } = comparison
  const left = before?.kind === 'dir' ? null : before
  const right = after?.kind === 'dir' ? null : after
  const type = changeType(left, right)
  if (type !== null) changes.push({ path, type, before: left, after: right })
  if (before?.kind === 'dir') {
    for await (const inner of walkBelow(before, path, blobs, comparison.before)) {
      changes.push({ path: inner.path, type: 'removed', before: inner.entry, after: null })
    }
  }
  if (after?.kind === 'dir') {
    for await (const inner of walkBelow(after, path, blobs, comparison.after)) {
      changes.push({ path: inner.path, type: 'added', before: null, after: inner.entry })
    }
  }
}

function changeType(before: TreeEntry | null, after: TreeEntry | null): ChangeType | null {
  if (before === null) return after === null ? null : 'added'
  if (after === null) return 'removed'
  if (before.kind !== after.kind) return 'type-changed'
  if (before.ref !== after.ref) return 'modified'
  return before.executable === after.executable ? null : 'mode-changed'
}

/** What has to be read to show changes, in their order. */
export function contentRefs(changes: readonly Change[]): readonly BlobRef[] {
  return changes.flatMap(({ before, after }) => [before, after].flatMap((entry) => entry?.ref ?? []))
}
