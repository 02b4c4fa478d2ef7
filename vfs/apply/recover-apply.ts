import { errorCode } from '../../core/values/errors.ts'
import { openDirectory, type DirectoryHandle } from '../disk/directory-handle.ts'
import { discardStaged } from './commit-operations.ts'
import { claimJournal, closeJournal, isAbandoned, listJournals, readJournal, removeJournal } from './journal.ts'
import type { JournalFile } from './journal.ts'
import { commitAll } from './perform-apply.ts'
import type { Conflict } from './plan-apply.ts'

/** An interrupted apply that was ended: all of it `finished`, or all of it `undone`. */
export interface RecoveredApply {
  readonly directory: string
  readonly outcome: 'finished' | 'undone' | 'directory-gone'
  /** Paths that the person changed in between, so that they were left alone. */
  readonly conflicts: readonly Conflict[]
}

/**
 * Ends every interrupted apply, or those to one directory (its path without links). What was written already stays
 * and the rest follows, or nothing was written and nothing remains. Harmless to repeat.
 */
export function recoverApply(journalDirectory: string, directory?: string): readonly RecoveredApply[] {
  return listJournals(journalDirectory, directory)
    .filter(isAbandoned)
    .flatMap((file) => {
      const claimed = claimJournal(journalDirectory, file)
      return claimed === null ? [] : [recoverJournal(claimed)]
    })
}

/** Ends the apply of one journal that is ours. */
export function recoverJournal(file: JournalFile): RecoveredApply {
  try {
    const journal = readJournal(file)
    const root = openOrNull(journal.directory)
    if (root === null) {
      removeJournal(file)
      return { directory: journal.directory, outcome: 'directory-gone', conflicts: [] }
    }
    try {
      return finishOrUndo(root, file)
    } finally {
      root.close()
    }
  } finally {
    closeJournal(file)
  }
}

function finishOrUndo(root: DirectoryHandle, file: JournalFile): RecoveredApply {
  const { directory, phase, operations, emptied } = readJournal(file)
  let conflicts: readonly Conflict[] = []
  if (phase === 'committing') conflicts = commitAll(root, operations, emptied, () => undefined)
  else for (const { temporary } of operations) if (temporary !== null) discardStaged(root, temporary)
  removeJournal(file)
  return { directory, outcome: phase === 'committing' ? 'finished' : 'undone', conflicts }
}

function openOrNull(directory: string): DirectoryHandle | null {
  try {
    return openDirectory(directory)
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    throw error
  }
}
