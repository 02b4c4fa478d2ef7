import { readdirSync } from 'node:fs'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { diffTrees, type Change } from '../diff/diff-trees.ts'
import { openBelow, openDirectory, type DirectoryHandle } from '../disk/directory-handle.ts'
import type { BlobReader } from '../tree/entry.ts'
import { lookup } from '../tree/read.ts'
import { describeFailure } from './errors.ts'
import { findOnDisk, isGone, type Found } from './found.ts'

/** A path that is left alone, and why; the reason follows the path in a sentence. */
export interface Conflict {
  readonly path: string
  readonly reason: string
}

/** A change that can be written, and what the disk must still hold for that. */
export interface PlannedChange extends Change {
  readonly found: Found
}

/** How a workspace and a directory on disk fit together. */
export interface ApplyPlan {
  readonly base: BlobRef
  readonly head: BlobRef
  /** Untouched on disk since the base. */
  readonly clean: readonly PlannedChange[]
  readonly conflicts: readonly Conflict[]
  /** On disk as in the head already. */
  readonly already: readonly Change[]
  /** Directories of the base that the head does not have, deepest first. */
  readonly emptied: readonly string[]
}

/** What to compare. */
export interface PlanApplyOptions {
  readonly base: BlobRef
  /** Another tree that the directory may be at, each path by itself. */
  readonly otherBase?: BlobRef
  readonly head: BlobRef
  readonly directory: string
  readonly blobs: BlobReader
}

/** Compares each changed path with what is on disk now, by content. Changes nothing. @throws ApplyError `apply-missing` */
export async function planApply(options: PlanApplyOptions): Promise<ApplyPlan> {
  const { base, head, directory, blobs } = options
  const others = await otherChanges(options)
  const own = await diffTrees(base, head, blobs)
  const ownPaths = new Set(own.map(({ path }) => path))
  const changes = [...own, ...[...others.values()].filter(({ path }) => !ownPaths.has(path))]
  const root = openApplyRoot(directory)
  try {
    const clean = new Map<string, PlannedChange>()
    const conflicts: Conflict[] = []
    const already: Change[] = []
    const removalsFirst = [...changes.filter(isRemoval), ...changes.filter((change) => !isRemoval(change))]
    for (const wanted of removalsFirst) {
      const found = lookPast(root, findOnDisk(root, wanted.path), wanted.path, clean)
      const other = others.get(wanted.path)
      const change = other !== undefined && isConflict(judge(wanted, found)) ? other : wanted
      const verdict = judge(change, found)
      if (verdict === 'clean') clean.set(change.path, { ...change, found })
      else if (verdict === 'already') already.push(change)
      else conflicts.push({ path: change.path, reason: verdict.conflict })
    }
    return { base, head, clean: [...clean.values()], conflicts, already, emptied: await emptied(changes, head, blobs) }
  } finally {
    root.close()
  }
}

/** Opens the directory that is applied to. @throws ApplyError `apply-missing`, `apply-denied` */
export function openApplyRoot(directory: string): DirectoryHandle {
  try {
    return openDirectory(directory)
  } catch (error) {
    throw describeFailure(directory, directory, error)
  }
}

function isRemoval(change: Change): boolean {
  return change.after === null
}

/** What changed since the other base, by path. */
async function otherChanges({ otherBase, head, blobs }: PlanApplyOptions): Promise<ReadonlyMap<string, Change>> {
  const changes = otherBase === undefined ? [] : await diffTrees(otherBase, head, blobs)
  return new Map(changes.map((change) => [change.path, change]))
}

type Verdict = 'clean' | 'already' | { readonly conflict: string }

function isConflict(verdict: Verdict): boolean {
  return typeof verdict === 'object'
}

function judge(change: Change, found: Found): Verdict {
  const { before, after } = change
  if (after === null && isGone(found)) return 'already'
  if (found.kind === 'obstacle') return { conflict: found.what }
  if (found.kind === 'dir') return { conflict: 'is a directory on disk' }
  if (found.kind === 'absent') return before === null ? 'clean' : { conflict: 'was deleted on disk' }
  const isAfter = after !== null && found.kind === after.kind && found.ref === after.ref
  if (isAfter && found.kind === 'file' && found.executable !== wantedBit(change, found.executable)) return 'clean'
  if (isAfter) return 'already'
  const isBefore = before !== null && found.kind === before.kind && found.ref === before.ref
  // A changed mode is kept through an edit; a removal would lose it, and so would a link.
  const isKept = after?.kind === 'file' || found.kind !== 'file' || found.executable === before?.executable
  if (isBefore && isKept) return 'clean'
  return { conflict: before === null ? 'is another file on disk' : 'was changed on disk' }
}

/** The executable bit that a file shall have: ours where we changed it, else the one on disk. */
export function wantedBit(change: Change, onDisk: boolean): boolean {
  const { before, after } = change
  if (after?.kind !== 'file') return false
  return before?.kind === 'file' && before.executable === after.executable ? onDisk : after.executable
}

/** What a path will hold once the removals are done: a file may make way for a directory, or the other way round. */
function lookPast(
  root: DirectoryHandle,
  found: Found,
  path: string,
  removals: ReadonlyMap<string, PlannedChange>,
): Found {
  if (found.kind === 'obstacle' && found.parent !== null && removals.has(found.parent)) return { kind: 'absent' }
  if (found.kind === 'dir' && isEmptiedBy(root, path, removals)) return { kind: 'absent' }
  return found
}

function isEmptiedBy(root: DirectoryHandle, path: string, removals: ReadonlyMap<string, PlannedChange>): boolean {
  const directory = openBelow(root, path.split('/'))
  try {
    const entries = readdirSync(directory.place, { withFileTypes: true })
    if (entries.length === 0) return false
    return entries.every((entry) => {
      const inner = `${path}/${entry.name}`
      return entry.isDirectory() ? isEmptiedBy(root, inner, removals) : removals.has(inner)
    })
  } finally {
    directory.close()
  }
}

async function emptied(changes: readonly Change[], head: BlobRef, blobs: BlobReader): Promise<readonly string[]> {
  const parents = new Set<string>()
  for (const change of changes.filter(isRemoval)) {
    for (let end = change.path.lastIndexOf('/'); end > 0; end = change.path.lastIndexOf('/', end - 1)) {
      parents.add(change.path.slice(0, end))
    }
  }
  const gone: string[] = []
  for (const parent of parents) if ((await lookup(head, parent, blobs))?.kind !== 'dir') gone.push(parent)
  return gone.sort((a, b) => b.length - a.length)
}
