import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'
import { compareNames } from './compare-names.ts'
import type { EntryKind, TreeEntry } from './entry.ts'
import { TreeCorruptError } from './errors.ts'
import { nameProblem } from './path.ts'

/**
 * Canonical bytes of a directory: equal directories have equal bytes. JSON
 * `["lightspeed-tree-1", [kind, name, ref, sizeBytes, files?], ...]` in the order of the names'
 * UTF-8 bytes; kind is `f` file, `x` executable, `l` symlink, `d` directory (which alone has `files`).
 */
export function encodeTree(entries: readonly TreeEntry[]): Uint8Array {
  const sorted = entries.toSorted((a, b) => compareNames(a.name, b.name))
  return Buffer.from(JSON.stringify([versionTag, ...sorted.map(toRow)]))
}

/** Entries in canonical order. Every field is checked. @throws TreeCorruptError */
export function decodeTree(ref: BlobRef, bytes: Uint8Array): readonly TreeEntry[] {
  const rows = parseRows(ref, bytes)
  if (rows[0] !== versionTag) throw new TreeCorruptError(ref, `it does not start with ${versionTag}`)
  const entries: TreeEntry[] = []
  for (let index = 1; index < rows.length; index += 1) {
    const entry = fromRow(rows[index])
    if (typeof entry === 'string') throw new TreeCorruptError(ref, `entry ${index}: ${entry}`)
    const previous = entries.at(-1)
    if (previous !== undefined && compareNames(previous.name, entry.name) >= 0) {
      throw new TreeCorruptError(ref, `entry ${index}: out of order`)
    }
    entries.push(entry)
  }
  return entries
}

const versionTag = 'lightspeed-tree-1'
const utf8 = new TextDecoder('utf-8', { fatal: true })

function parseRows(ref: BlobRef, bytes: Uint8Array): readonly unknown[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(utf8.decode(bytes))
  } catch {
    throw new TreeCorruptError(ref, 'it is not JSON')
  }
  if (!Array.isArray(parsed)) throw new TreeCorruptError(ref, 'it is not a list')
  return parsed
}

function toRow(entry: TreeEntry): readonly unknown[] {
  if (entry.kind === 'dir') return ['d', entry.name, entry.ref, entry.sizeBytes, entry.files]
  const kind = entry.kind === 'symlink' ? 'l' : entry.executable ? 'x' : 'f'
  return [kind, entry.name, entry.ref, entry.sizeBytes]
}

const kinds: ReadonlyMap<unknown, EntryKind> = new Map([
  ['f', 'file'],
  ['x', 'file'],
  ['l', 'symlink'],
  ['d', 'dir'],
])

function fromRow(row: unknown): TreeEntry | string {
  if (!Array.isArray(row)) return 'not a list'
  const [letter, name, ref, sizeBytes, files] = row as unknown[]
  const kind = kinds.get(letter)
  if (kind === undefined) return 'unknown kind'
  if (row.length !== (kind === 'dir' ? 5 : 4)) return 'wrong number of fields'
  if (typeof name !== 'string') return 'no name'
  const problem = nameProblem(name)
  if (problem !== null) return problem
  if (typeof ref !== 'string' || !isBlobRef(ref)) return 'no blob ref'
  if (!isCount(sizeBytes)) return 'no size'
  if (kind !== 'dir') return { name, kind, executable: letter === 'x', ref, sizeBytes, files: 1 }
  if (!isCount(files)) return 'no file count'
  return { name, kind, executable: false, ref, sizeBytes, files }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
