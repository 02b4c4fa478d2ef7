import type { ToolContext } from '../../../core/ports/tool.ts'
import type { TreeEntry } from '../../tree/entry.ts'
import { walkTree } from '../../tree/walk.ts'
import { findExisting } from '../find-entry.ts'
import { locateAll, type Place } from '../place.ts'
import { ToolFailure } from '../tool-failure.ts'
import { TimeGuard } from './time-guard.ts'

/** A file or symlink below where a search began. */
export interface FoundFile {
  readonly place: Place
  readonly entry: TreeEntry
  /** Relative to where the search began; the file's own name when it began at the file. */
  readonly below: string
}

const batchFiles = 256

/** Far more than any sane pattern takes for a million paths. */
const matchingMs = 2000

/**
 * Files and symlinks below a path of the model that are meant, sorted by path, in batches.
 * @throws ToolFailure when the path does not exist, or deciding what is meant takes too long
 */
export async function* walkFiles(
  path: string | undefined,
  isMeant: (file: FoundFile) => boolean,
  context: ToolContext,
  budgetMs = matchingMs,
): AsyncGenerator<readonly FoundFile[]> {
  const guard = new TimeGuard(budgetMs)
  for await (const batch of walkBatches(path, context)) {
    const meant: FoundFile[] = []
    const isDone = guard.run(() => {
      for (const file of batch) if (isMeant(file)) meant.push(file)
    })
    if (!isDone) throw new ToolFailure('the file pattern takes too long to match; use one with fewer wildcards')
    yield meant
  }
}

async function* walkBatches(path: string | undefined, context: ToolContext): AsyncGenerator<readonly FoundFile[]> {
  let batch: FoundFile[] = []
  for (const start of locateAll(path, context.mounts)) {
    const { place, entry: top } = await findExisting(start, context)
    const { mount, path: prefix } = place
    for await (const { path, entry } of walkTree(mount.headRef, context.blobs, { prefix })) {
      batch.push({ place: { mount, path }, entry, below: pathBelow(prefix, path, top.kind === 'dir') })
      if (batch.length < batchFiles) continue
      context.signal.throwIfAborted()
      yield batch
      batch = []
    }
  }
  yield batch
}

function pathBelow(prefix: string, path: string, isDirectory: boolean): string {
  if (!isDirectory) return path.slice(path.lastIndexOf('/') + 1)
  return prefix === '' ? path : path.slice(prefix.length + 1)
}
