import { mkdirSync } from 'node:fs'
import type { BlobStage } from '../../core/ports/tool.ts'
import type { Captured, SkippedPath, TreeSync } from '../../core/ports/tree-sync.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { openDirectory, type DirectoryHandle } from '../disk/directory-handle.ts'
import type { DiskStat } from '../disk/disk-stat.ts'
import { createPacer, type Pacer } from '../disk/pacer.ts'
import { captureSurvey } from '../snapshot/capture-survey.ts'
import type { IgnoreRules } from '../snapshot/ignore-rules.ts'
import { changedPaths, racyWindowMs, type IndexedDirectory } from '../snapshot/stat-index.ts'
import { survey } from '../snapshot/survey.ts'
import type { BlobWriter } from '../tree/entry.ts'
import { treeLimits } from '../tree/limits.ts'
import { TreeGuard } from '../tree/tree-guard.ts'
import { openCarriedRules, type CarriedRulesOptions } from './carried-rules.ts'
import { checkoutTree } from './checkout-tree.ts'
import { halfDone } from './half-done.ts'

/** What is known of a directory. */
interface Known {
  /** As checked out, every blob it names stored; null before the first checkout. */
  readonly confirmed: IndexedDirectory | null
  /** As last captured; its new blobs may never have become durable. */
  readonly latest: IndexedDirectory
}

/** What a checkout begins with. */
interface Begun {
  /** What is there, where that is known. */
  readonly latest: IndexedDirectory | null
  /** Where it is not, what may be there of ours. */
  readonly ours: IndexedDirectory | null
  /** Given what will be there, which fills. */
  readonly begun: (made: IndexedDirectory) => void
}

/** Timestamps tick at most this far apart, where they do not count in whole milliseconds. */
const fineRacyMs = 30

/**
 * Keeps directories and trees in step, remembering in memory what each directory holds; one it does not remember is
 * compared by content. What the tree has stays tracked though ignore rules match it. One call at a time per directory.
 */
export function createTreeSync(rules: CarriedRulesOptions = {}): TreeSync {
  const known = new Map<string, Known>()
  const rulesOf = openCarriedRules(rules)
  /** Where checkouts came to no end, what may be there of ours. */
  const half = new Map<string, IndexedDirectory>()
  return {
    async checkout(directory, root, blobs, signal, ignoreRef) {
      signal.throwIfAborted()
      const rules = await rulesOf(ignoreRef, blobs)
      const before = known.get(directory)
      known.delete(directory)
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      let placed: IndexedDirectory | null = null
      const begun = (made: IndexedDirectory): void => void (placed = made)
      const ours = half.get(directory) ?? null
      const confirmed = await withDirectory(directory, (handle) =>
        checkout(handle, directory, root, { latest: before?.latest ?? null, ours, begun }, { blobs, signal, rules }),
      ).catch((error: unknown) => {
        half.set(directory, halfDone(halfDone(ours, before?.latest ?? null), placed))
        throw error
      })
      half.delete(directory)
      known.set(directory, { confirmed, latest: confirmed })
    },
    async capture(directory, blobs, signal, ignoreRef) {
      const rules = await rulesOf(ignoreRef, blobs)
      const before = known.get(directory)
      const pacer = createPacer({ signal })
      const { index, skipped } = await withDirectory(directory, (handle) =>
        captureDirectory(handle, directory, before?.confirmed ?? null, { blobs, rules, pacer }),
      )
      known.set(directory, { confirmed: before?.confirmed ?? null, latest: index })
      const captured: Captured = { root: index.tree.ref, changed: changedPaths(before?.latest ?? null, index), skipped }
      return captured
    },
  }
}

async function checkout(
  handle: DirectoryHandle,
  directory: string,
  root: BlobRef,
  { latest, ours, begun }: Begun,
  { blobs, signal, rules }: { readonly blobs: BlobStage; readonly signal: AbortSignal; readonly rules: IgnoreRules },
): Promise<IndexedDirectory> {
  const pacer = createPacer({ signal })
  const compared = { blobs: hashOnly, rules, pacer }
  const present = latest ?? (await captureDirectory(handle, directory, ours, compared)).index
  return await checkoutTree(handle, root, present, { blobs, pacer, guard: new TreeGuard(), fresh: new Map() }, begun)
}

async function captureDirectory(
  handle: DirectoryHandle,
  directory: string,
  before: IndexedDirectory | null,
  { blobs, rules, pacer }: { readonly blobs: BlobWriter; readonly rules: IgnoreRules; readonly pacer: Pacer },
): Promise<{ readonly index: IndexedDirectory; readonly skipped: readonly SkippedPath[] }> {
  const skipped: SkippedPath[] = []
  const shared = {
    // The person's own never came here: what looks like a secret was made by a command, as a file tool could have.
    includeSecrets: true,
    keepIndexed: true,
    maximumFileBytes: treeLimits.fileBytes,
    pacer,
    skip: (path: SkippedPath) => void skipped.push(path),
  }
  const surveyed = await survey(directory, rules, before, { ...shared, count: () => undefined })
  const index = await captureSurvey(handle, surveyed, { ...shared, blobs, drain: () => null, racyMs })
  return { index, skipped }
}

async function withDirectory<Result>(
  directory: string,
  work: (handle: DirectoryHandle) => Promise<Result>,
): Promise<Result> {
  const handle = openDirectory(directory)
  try {
    return await work(handle)
  } finally {
    handle.close()
  }
}

function racyMs(stat: DiskStat): number {
  return stat.isCoarse ? racyWindowMs : fineRacyMs
}

/** Compares without storing. */
const hashOnly: BlobWriter = {
  put: hashBlob,
  get: () => Promise.reject(new Error('nothing is stored here')),
}
