import { accessSync, constants, realpathSync } from 'node:fs'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { Change } from '../diff/diff-trees.ts'
import type { DirectoryHandle } from '../disk/directory-handle.ts'
import { editTree } from '../tree/edit.ts'
import type { BlobWriter } from '../tree/entry.ts'
import { ApplyError, describeFailure } from './errors.ts'
import { closeJournal, listJournals, openJournal, removeJournal, writeJournal, type JournalFile } from './journal.ts'
import { needsConsent } from './needs-consent.ts'
import { performApply, type ApplyStep } from './perform-apply.ts'
import { openApplyRoot, type ApplyPlan, type Conflict, type PlannedChange } from './plan-apply.ts'
import { recoverApply, recoverJournal, type RecoveredApply } from './recover-apply.ts'

/** What to write back, and where. */
export interface ApplyOptions {
  readonly plan: ApplyPlan
  readonly directory: string
  readonly blobs: BlobWriter
  /** Kept across processes: what a crash leaves in it is ended by the next apply, or by `recoverApply`. */
  readonly journalDirectory: string
  /** Files or directories to limit the apply to. */
  readonly only?: readonly string[]
  /** Paths that the person agreed to although they can make programs run code. */
  readonly consent?: readonly string[]
  readonly onStep?: (step: ApplyStep) => void
}

/** What became of the changes of a plan. */
export interface ApplyResult {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  /** Left as they are on disk. */
  readonly conflicts: readonly Conflict[]
  /** Not written without `consent`. */
  readonly needsConsent: readonly Conflict[]
  /** The base, advanced by what is now on disk: the next diff shows only what is left. */
  readonly newBase: BlobRef
}

/**
 * Writes the clean changes of a plan to disk: all of them or, after a crash, all of them on recovery; a path that
 * changed since the plan is left alone. Undone by applying the plan from the head to the base. @throws ApplyError
 */
export async function applyChanges(options: ApplyOptions): Promise<ApplyResult> {
  const { plan, blobs } = options
  const root = openApplyRoot(options.directory)
  try {
    const selected = plan.clean.filter(isSelected(options.only))
    const consent = await splitByConsent(selected, options)
    const failed = consent.granted.length === 0 ? [] : await performSafely(root, consent.granted, options)
    const landed = consent.granted.filter((change) => failed.every((conflict) => conflict.path !== change.path))
    return {
      written: landed.filter((change) => change.after !== null).map((change) => change.path),
      removed: landed.filter((change) => change.after === null).map((change) => change.path),
      conflicts: [...plan.conflicts.filter(isSelected(options.only)), ...failed],
      needsConsent: consent.asked,
      newBase: await editTree(plan.base, editsOf([...plan.already, ...landed]), blobs),
    }
  } finally {
    root.close()
  }
}

function isSelected(only: readonly string[] | undefined): (item: { readonly path: string }) => boolean {
  if (only === undefined) return () => true
  const wanted = only.map((path) => path.replace(/\/+$/, ''))
  return ({ path }) => wanted.some((want) => want === '' || path === want || path.startsWith(`${want}/`))
}

async function splitByConsent(changes: readonly PlannedChange[], options: ApplyOptions) {
  const agreed = new Set(options.consent)
  const granted: PlannedChange[] = []
  const asked: Conflict[] = []
  for (const change of changes) {
    const reason = agreed.has(change.path) ? null : await needsConsent(change, options.blobs)
    if (reason === null) granted.push(change)
    else asked.push({ path: change.path, reason })
  }
  return { granted, asked }
}

/** A failure leaves nothing half done: what is staged is removed, what is being committed is finished. */
async function performSafely(
  root: DirectoryHandle,
  changes: readonly PlannedChange[],
  options: ApplyOptions,
): Promise<readonly Conflict[]> {
  const { blobs, plan, onStep = () => undefined } = options
  const directory = realpathSync(options.directory)
  const journal = takeTurn(options.journalDirectory, directory)
  try {
    accessSync(root.place, constants.W_OK)
    return await performApply({ root, directory, journal, blobs, onStep }, changes, plan.emptied)
  } catch (error) {
    return recoverFrom(error, journal, options.directory)
  } finally {
    closeJournal(journal)
  }
}

function recoverFrom(error: unknown, journal: JournalFile, directory: string): readonly Conflict[] {
  let recovered: RecoveredApply
  try {
    recovered = recoverJournal(journal)
  } catch (again) {
    throw describeFailure(directory, directory, again)
  }
  if (recovered.outcome === 'finished') return recovered.conflicts
  throw describeFailure(directory, directory, error)
}

/** Ends what an earlier apply left, and makes sure that no other process applies to the directory now. */
function takeTurn(journalDirectory: string, directory: string): JournalFile {
  const journal = startJournal(journalDirectory, directory)
  const other = listJournals(journalDirectory, directory).find((file) => file.path !== journal.path)
  if (other === undefined) return journal
  removeJournal(journal)
  closeJournal(journal)
  const message = `process ${other.owner.pid} is applying to ${directory}; wait for it and apply again`
  throw new ApplyError('apply-busy', directory, message)
}

function startJournal(journalDirectory: string, directory: string): JournalFile {
  try {
    recoverApply(journalDirectory, directory)
    const journal = openJournal(journalDirectory, directory)
    writeJournal(journal, { directory, phase: 'staging', operations: [], emptied: [] })
    return journal
  } catch (error) {
    throw describeFailure(directory, journalDirectory, error)
  }
}

function editsOf(changes: readonly Change[]): Map<string, Change['after']> {
  const removals = changes.filter((change) => change.after === null)
  const writes = changes.filter((change) => change.after !== null)
  return new Map([...removals, ...writes].map((change) => [change.path, change.after]))
}
