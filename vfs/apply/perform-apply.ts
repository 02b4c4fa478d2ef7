import type { DirectoryHandle } from '../disk/directory-handle.ts'
import { readAhead } from '../tree/read-ahead.ts'
import type { BlobReader } from '../tree/entry.ts'
import { commitOperation, removeEmptied, syncParents } from './commit-operations.ts'
import { removeJournal, writeJournal, type Journal, type JournalFile, type Operation } from './journal.ts'
import type { Conflict, PlannedChange } from './plan-apply.ts'
import { stageOperation, toOperation } from './stage-operations.ts'

/** Where an apply is, told before every step that changes a disk. */
export type ApplyStep =
  | { readonly type: 'journal'; readonly phase: Journal['phase'] }
  | { readonly type: 'stage' | 'commit'; readonly path: string }
  | { readonly type: 'tidy' }
  | { readonly type: 'done' }

/** An apply whose journal is open. */
export interface OpenApply {
  readonly root: DirectoryHandle
  /** Without links: what the journal is kept under. */
  readonly directory: string
  readonly journal: JournalFile
  readonly blobs: BlobReader
  readonly onStep: (step: ApplyStep) => void
}

/**
 * Stages all, then commits all; paths that could not be written come back as conflicts. Stopped anywhere, by a crash
 * or an error, it leaves a journal that `recoverJournal` finishes or undoes.
 */
export async function performApply(
  apply: OpenApply,
  changes: readonly PlannedChange[],
  emptied: readonly string[],
): Promise<readonly Conflict[]> {
  const { root, directory, journal, blobs, onStep } = apply
  const planned = changes.map((change) => toOperation(root, change))
  onStep({ type: 'journal', phase: 'staging' })
  writeJournal(journal, { directory, phase: 'staging', operations: planned, emptied })

  const conflicts: Conflict[] = []
  const staged: Operation[] = []
  const ahead = readAhead(
    planned.flatMap(({ write }) => write?.ref ?? []),
    blobs,
  )
  for (const operation of planned) {
    onStep({ type: 'stage', path: operation.path })
    const conflict = await stageOperation(root, operation, ahead)
    if (conflict === null) staged.push(operation)
    else conflicts.push(conflict)
  }
  syncParents(
    root,
    staged.flatMap((operation) => operation.temporary ?? []),
  )
  onStep({ type: 'journal', phase: 'committing' })
  writeJournal(journal, { directory, phase: 'committing', operations: staged, emptied })

  conflicts.push(...commitAll(root, staged, emptied, onStep))
  onStep({ type: 'done' })
  removeJournal(journal)
  return conflicts
}

/** Removals first, so that a file can make way for a directory and the other way round. */
export function commitAll(
  root: DirectoryHandle,
  operations: readonly Operation[],
  emptied: readonly string[],
  onStep: (step: ApplyStep) => void,
): readonly Conflict[] {
  const conflicts: Conflict[] = []
  const commit = (operation: Operation): void => {
    onStep({ type: 'commit', path: operation.path })
    const conflict = commitOperation(root, operation)
    if (conflict !== null) conflicts.push(conflict)
  }
  operations.filter((operation) => operation.write === null).forEach(commit)
  onStep({ type: 'tidy' })
  removeEmptied(root, emptied)
  operations.filter((operation) => operation.write !== null).forEach(commit)
  syncParents(root, [...emptied, ...operations.map((operation) => operation.path)])
  return conflicts
}
