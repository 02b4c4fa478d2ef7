import { compareNames } from '../tree/compare-names.ts'
import type { EntryContent } from '../tree/entry.ts'

/** A file or symlink as it was when its content was last read. */
export interface IndexedFile {
  /** `DiskStat.key`; `` when the content must be read again whatever the stat says. */
  readonly key: string
  readonly content: EntryContent
}

/** What a directory held when it was last captured: spares reading what has not changed since. */
export interface IndexedDirectory {
  /** Its tree object. */
  readonly tree: EntryContent
  readonly files: ReadonlyMap<string, IndexedFile>
  readonly directories: ReadonlyMap<string, IndexedDirectory>
}

/** Coarsest timestamps of common file systems: a file changed this shortly before is not recognised by its stat. */
export const racyWindowMs = 2000

/** Paths at which two captures of one directory differ, sorted. */
export function changedPaths(before: IndexedDirectory | null, after: IndexedDirectory | null): readonly string[] {
  const paths: string[] = []
  collectChanges(before, after, '', paths)
  return paths.sort(compareNames)
}

function collectChanges(
  before: IndexedDirectory | null,
  after: IndexedDirectory | null,
  prefix: string,
  paths: string[],
): void {
  if (before !== null && after !== null && before.tree.ref === after.tree.ref) return
  for (const name of union(before?.files, after?.files)) {
    const left = before?.files.get(name)
    const right = after?.files.get(name)
    if (left === undefined || right === undefined || !sameContent(left.content, right.content))
      paths.push(prefix + name)
  }
  for (const name of union(before?.directories, after?.directories)) {
    const left = before?.directories.get(name) ?? null
    collectChanges(left, after?.directories.get(name) ?? null, `${prefix}${name}/`, paths)
  }
}

/** Whether two entries would be the same line of a tree object. */
export function sameContent(a: EntryContent, b: EntryContent): boolean {
  return a.ref === b.ref && a.kind === b.kind && a.executable === b.executable
}

function union<Value>(
  a: ReadonlyMap<string, Value> | undefined,
  b: ReadonlyMap<string, Value> | undefined,
): ReadonlySet<string> {
  return new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])
}
