import type { SkippedPath } from '../../core/ports/tree-sync.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode } from '../../core/values/errors.ts'
import { openChild, type DirectoryHandle } from '../disk/directory-handle.ts'
import type { DiskStat } from '../disk/disk-stat.ts'
import type { Pacer } from '../disk/pacer.ts'
import { readLinkStable, readStable } from '../disk/read-stable.ts'
import { encodeTree } from '../tree/codec.ts'
import { directoryContent } from '../tree/directory-content.ts'
import type { BlobWriter, EntryContent, TreeEntry } from '../tree/entry.ts'
import { joinPath } from '../tree/path.ts'
import { isSecretContent } from './secret-names.ts'
import { sameContent, type IndexedDirectory, type IndexedFile } from './stat-index.ts'
import type { SurveyedFile } from './survey-entry.ts'
import type { SurveyedDirectory } from './survey.ts'

/** How surveyed files become blobs. */
export interface CaptureOptions {
  readonly blobs: BlobWriter
  /** Makes room for more blobs; null when there is room. */
  readonly drain: () => Promise<void> | null
  readonly maximumFileBytes: number
  readonly includeSecrets: boolean
  /** A file that cannot be read now counts as the index has it. */
  readonly keepIndexed: boolean
  /** A file changed within this many ms before it was read may change again without showing it. */
  readonly racyMs: (stat: DiskStat) => number
  readonly pacer: Pacer
  readonly skip: (skipped: SkippedPath) => void
}

/** Reads what the survey says must be read and writes the tree objects that changed. */
export async function captureSurvey(
  handle: DirectoryHandle,
  surveyed: SurveyedDirectory,
  options: CaptureOptions,
): Promise<IndexedDirectory> {
  if (surveyed.kept && surveyed.before !== null) return surveyed.before
  const files = new Map<string, IndexedFile>()
  for (const file of surveyed.files) {
    if (options.pacer.due()) await options.pacer.pause()
    const captured = file.toRead === null ? file.before : captureFile(handle, surveyed.path, file, file.toRead, options)
    if (captured !== null) files.set(file.name, captured)
    await options.drain()
  }
  const directories = new Map<string, IndexedDirectory>()
  for (const [name, child] of surveyed.directories) {
    const captured = await captureChild(handle, name, child, options)
    if (captured !== null && captured.tree.files > 0) directories.set(name, captured)
  }
  const tree = unchangedTree(surveyed.before, files, directories) ?? writeTree(files, directories, options.blobs)
  return { tree, files, directories }
}

async function captureChild(
  handle: DirectoryHandle,
  name: string,
  child: SurveyedDirectory,
  options: CaptureOptions,
): Promise<IndexedDirectory | null> {
  if (!child.mustRead) return await captureSurvey(handle, child, options)
  let inner: DirectoryHandle
  try {
    inner = openChild(handle, name)
  } catch (error) {
    options.skip({ path: child.path, reason: `cannot be opened (${errorCode(error) ?? 'unknown error'})` })
    return options.keepIndexed ? child.before : null
  }
  try {
    return await captureSurvey(inner, child, options)
  } finally {
    inner.close()
  }
}

function captureFile(
  handle: DirectoryHandle,
  directory: string,
  file: SurveyedFile,
  seen: DiskStat,
  options: CaptureOptions,
): IndexedFile | null {
  const path = joinPath(directory, file.name)
  const fallback = options.keepIndexed ? file.before : null
  const readAtMs = Date.now()
  try {
    const isLink = seen.kind === 'symlink'
    const read = isLink
      ? readLinkStable(handle, file.name)
      : readStable(handle, file.name, seen, options.maximumFileBytes)
    if (!read.ok) {
      options.skip({ path, reason: read.reason })
      return fallback
    }
    if (!options.includeSecrets && fallback === null && isSecretContent(file.name, read.bytes)) {
      options.skip({ path, reason: 'has a token written in it' })
      return null
    }
    const content: EntryContent = {
      kind: isLink ? 'symlink' : 'file',
      executable: !isLink && read.stat.executable,
      ref: putUnlessKnown(read.bytes, file.before, options.blobs),
      sizeBytes: read.bytes.byteLength,
      files: 1,
    }
    const isRacy = read.stat.ctimeMs > readAtMs - options.racyMs(read.stat)
    return { key: isRacy ? '' : read.stat.key, content }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return null
    if (code === null || !code.startsWith('E')) throw error
    options.skip({ path, reason: `cannot be read (${code})` })
    return fallback
  }
}

/** What the index names is stored already. */
function putUnlessKnown(bytes: Uint8Array, before: IndexedFile | null, blobs: BlobWriter): BlobRef {
  const known = before?.content
  if (known?.sizeBytes === bytes.byteLength && hashBlob(bytes) === known.ref) return known.ref
  return blobs.put(bytes)
}

function writeTree(
  files: ReadonlyMap<string, IndexedFile>,
  directories: ReadonlyMap<string, IndexedDirectory>,
  blobs: BlobWriter,
): EntryContent {
  const entries: TreeEntry[] = []
  for (const [name, file] of files) entries.push({ ...file.content, name })
  for (const [name, directory] of directories) entries.push({ ...directory.tree, name })
  return directoryContent(blobs.put(encodeTree(entries)), entries)
}

/** The tree object of before, when every entry is as it was. */
function unchangedTree(
  before: IndexedDirectory | null,
  files: ReadonlyMap<string, IndexedFile>,
  directories: ReadonlyMap<string, IndexedDirectory>,
): EntryContent | null {
  if (before === null) return null
  if (before.files.size !== files.size || before.directories.size !== directories.size) return null
  for (const [name, file] of files) {
    const known = before.files.get(name)
    if (known === undefined || !sameContent(known.content, file.content)) return null
  }
  for (const [name, directory] of directories) {
    if (before.directories.get(name)?.tree.ref !== directory.tree.ref) return null
  }
  return before.tree
}
