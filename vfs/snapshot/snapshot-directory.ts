import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { SkippedPath } from '../../core/ports/tree-sync.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { createPacer } from '../disk/pacer.ts'
import type { BlobWriter } from '../tree/entry.ts'
import { treeLimits } from '../tree/limits.ts'
import { createBlobBuffer } from './blob-buffer.ts'
import { captureSurvey, type CaptureOptions } from './capture-survey.ts'
import { MountError } from './errors.ts'
import { indexFilePath, writeIndexFile } from './index-file.ts'
import { openMount, type OpenMount } from './open-mount.ts'
import { encodeOuterRules, outerRulesBytes, toRules, type OuterLayer } from './outer-rules.ts'
import { readOuterRules } from './read-outer-rules.ts'
import { racyWindowMs } from './stat-index.ts'
import { readStoredIndex } from './stored-index.ts'
import { watchStoring, type StoringProgress } from './storing-progress.ts'
import { survey, type SurveyedDirectory } from './survey.ts'

/** A directory as it was, stored. */
export interface Snapshot {
  readonly root: BlobRef
  /** Files and symlinks in it. */
  readonly files: number
  readonly sizeBytes: number
  /** The ignore rules from around the directory; null for none. */
  readonly ignoreRef: BlobRef | null
  /** What was left out for another reason than ignore rules. */
  readonly skipped: readonly SkippedPath[]
}

/** Bounds of one mount; what is over them is refused, a file over `fileBytes` left out. */
export interface MountLimits {
  readonly files: number
  readonly sizeBytes: number
  readonly fileBytes: number
}

/** The bounds unless told otherwise. */
const defaultMountLimits: MountLimits = {
  files: 100_000,
  sizeBytes: 2 * 1024 * 1024 * 1024,
  fileBytes: treeLimits.fileBytes,
}

/** What to snapshot, and how. */
export interface SnapshotOptions {
  readonly directory: string
  readonly blobs: BlobStore
  readonly limits?: Partial<MountLimits>
  /** Directory that keeps a stat index per mounted directory; without it everything is read every time. */
  readonly indexDirectory?: string
  /** Take files that look like secrets too. */
  readonly includeSecrets?: boolean
  /** Directories that the mount may neither hold nor be in. */
  readonly forbidden?: readonly string[]
  readonly signal?: AbortSignal
  /** Told every 10 ms of work how many files were seen. */
  readonly onProgress?: (files: number) => void
  /** Told how much of it is stored, by stores where that takes its time. */
  readonly onStored?: (progress: StoringProgress) => void
}

/**
 * Stores a directory as a tree. Left out: `.git`, what `.gitignore` and `.lightspeedignore` say (also those of the
 * repository around it), secrets, and what is neither file, directory nor symlink. Durable when it resolves.
 * @throws MountError
 */
export async function snapshotDirectory(options: SnapshotOptions): Promise<Snapshot> {
  options.signal?.throwIfAborted()
  const mount = openMount(options.directory, options.forbidden ?? [])
  try {
    return await snapshotMount(mount, options)
  } finally {
    mount.handle.close()
  }
}

async function snapshotMount(mount: OpenMount, options: SnapshotOptions): Promise<Snapshot> {
  const skipped: SkippedPath[] = []
  const skip = (path: SkippedPath): void => void skipped.push(path)
  const includeSecrets = options.includeSecrets ?? false
  const limits = { ...defaultMountLimits, ...options.limits }
  const counter = createCounter(options.directory, limits)
  const pacer = createPacer({ ...options, onPause: () => options.onProgress?.(counter.files()) })
  const shared = { includeSecrets, keepIndexed: false, maximumFileBytes: limits.fileBytes, pacer, skip }

  const flavour = includeSecrets ? 'with secrets' : 'without secrets'
  const indexFile =
    options.indexDirectory === undefined ? null : indexFilePath(options.indexDirectory, mount.realPath, flavour)
  const [before, outer] = await Promise.all([
    indexFile === null ? null : readStoredIndex(indexFile, options.blobs),
    readOuterRules(mount.realPath),
  ])

  const surveyOptions = { ...shared, count: counter.count }
  const surveyed = await survey(mount.realPath, toRules(outer), before, surveyOptions)
  refuseUnlisted(surveyed, options.directory, skipped)

  const buffer = createBlobBuffer(
    options.blobs,
    watchStoring(surveyed, (progress) => options.onStored?.(progress)),
  )
  const captureOptions = { ...shared, blobs: buffer, drain: buffer.drain, racyMs: () => racyWindowMs }
  const index = await captureSurvey(mount.handle, surveyed, captureOptions)
  const ignoreRef = putOuterRules(outer, buffer, skip)
  await buffer.flush()
  if (indexFile !== null && (surveyed.mustRead || index.tree.ref !== before?.tree.ref)) writeIndexFile(indexFile, index)
  const { ref: root, files, sizeBytes } = index.tree
  return { root, files, sizeBytes, ignoreRef, skipped }
}

/** What a mount carries of the rules around it. */
function putOuterRules(layers: readonly OuterLayer[], blobs: BlobWriter, skip: CaptureOptions['skip']): BlobRef | null {
  if (layers.length === 0) return null
  const bytes = encodeOuterRules(layers)
  if (bytes.byteLength <= outerRulesBytes) return blobs.put(bytes)
  const reason = `more than ${outerRulesBytes / 1024} KiB of rules above; what commands make is not left out by them`
  skip({ path: '../.gitignore', reason })
  return null
}

function refuseUnlisted(surveyed: SurveyedDirectory, directory: string, skipped: readonly SkippedPath[]): void {
  const problem = skipped.find((entry) => entry.path === surveyed.path)
  if (problem === undefined) return
  throw new MountError('mount-unreadable', directory, `${directory} ${problem.reason}; check its permissions`)
}

function createCounter(directory: string, limits: MountLimits) {
  let entries = 0
  let sizeBytes = 0
  return {
    files: () => entries,
    count(fileBytes: number): void {
      entries += 1
      sizeBytes += fileBytes
      if (entries > limits.files) throw tooLarge(directory, `more than ${limits.files} files and directories`)
      if (sizeBytes > limits.sizeBytes) {
        throw tooLarge(directory, `more than ${Math.floor(limits.sizeBytes / 1024 / 1024)} MiB`)
      }
    },
  }
}

function tooLarge(directory: string, what: string): MountError {
  const advice = 'leave some out with a .lightspeedignore file, or mount a subdirectory'
  return new MountError('mount-too-large', directory, `${directory} holds ${what}; ${advice}`)
}
