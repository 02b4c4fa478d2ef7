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
import { decodeOuterRules } from '../snapshot/outer-rules.ts'
import { changedPaths, racyWindowMs, type IndexedDirectory } from '../snapshot/stat-index.ts'
import { survey } from '../snapshot/survey.ts'
import type { BlobWriter } from '../tree/entry.ts'
import { treeLimits } from '../tree/limits.ts'
import { TreeGuard } from '../tree/tree-guard.ts'
import { checkoutTree } from './checkout-tree.ts'

/** How directories are kept in step. */
export interface TreeSyncOptions {
  /** Rules that hold around directories whose own are not known; asked for when there is one. Default: none. */
  readonly outer?: () => Promise<IgnoreRules>
}

/** What is known of a directory. */
interface Known {
  /** As checked out, every blob it names stored; null before the first checkout. */
  readonly confirmed: IndexedDirectory | null
  /** As last captured; its new blobs may never have become durable. */
  readonly latest: IndexedDirectory
}

/** Timestamps tick at most this far apart, where they do not count in whole milliseconds. */
const fineRacyMs = 30

/**
 * Keeps directories and trees in step, remembering in memory what each directory holds; one it does not remember is
 * compared by content. What the tree has stays tracked though ignore rules match it. One call at a time per directory.
 */
export function createTreeSync(options: TreeSyncOptions = {}): TreeSync {
  const known = new Map<string, Known>()
  const rulesOf = openRules(options)
  return {
    async checkout(directory, root, blobs, signal, ignoreRef) {
      signal.throwIfAborted()
      const rules = await rulesOf(ignoreRef, blobs)
      const before = known.get(directory)
      known.delete(directory)
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      const confirmed = await withDirectory(directory, (handle) =>
        checkout(handle, directory, root, before, { blobs, signal, rules }),
      )
      known.set(directory, { confirmed, latest: confirmed })
    },
    async capture(directory, blobs, ignoreRef) {
      const rules = await rulesOf(ignoreRef, blobs)
      const before = known.get(directory)
      const { index, skipped } = await withDirectory(directory, (handle) =>
        captureDirectory(handle, directory, before?.confirmed ?? null, { blobs, rules, pacer: createPacer() }),
      )
      known.set(directory, { confirmed: before?.confirmed ?? null, latest: index })
      const captured: Captured = { root: index.tree.ref, changed: changedPaths(before?.latest ?? null, index), skipped }
      return captured
    },
  }
}

/** Reads the rules around directories, each once. */
function openRules({ outer = async () => [] }: TreeSyncOptions) {
  const read = new Map<BlobRef, IgnoreRules>()
  let others: Promise<IgnoreRules> | null = null
  return async (ref: BlobRef | undefined, blobs: BlobStage): Promise<IgnoreRules> => {
    if (ref === undefined) return (others ??= outer())
    const rules = read.get(ref) ?? decodeOuterRules(ref, await blobs.get(ref))
    read.set(ref, rules)
    return rules
  }
}

async function checkout(
  handle: DirectoryHandle,
  directory: string,
  root: BlobRef,
  before: Known | undefined,
  { blobs, signal, rules }: { readonly blobs: BlobStage; readonly signal: AbortSignal; readonly rules: IgnoreRules },
): Promise<IndexedDirectory> {
  const pacer = createPacer({ signal })
  const compared = { blobs: hashOnly, rules, pacer }
  const present = before?.latest ?? (await captureDirectory(handle, directory, null, compared)).index
  return await checkoutTree(handle, root, present, { blobs, pacer, guard: new TreeGuard(), fresh: new Map() })
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
