import type { ToolContext } from '../../../core/ports/tool.ts'
import { outputRefOf } from '../../../core/tools/output-path.ts'
import { showPath } from '../place.ts'
import type { FilePattern } from './file-pattern.ts'
import { walkFiles, type FoundFile } from './walk-files.ts'

/** A file to be searched. */
export interface Source {
  readonly shown: string
  readonly bytes: Uint8Array
}

const batchFiles = 64
const batchBytes = 4 * 1024 * 1024

/** Files below a path, or one output, in batches that are read together. @throws ToolFailure */
export async function* searchSources(
  path: string | undefined,
  isMeant: FilePattern | null,
  context: ToolContext,
): AsyncGenerator<readonly Source[]> {
  const outputRef = outputRefOf(path ?? '')
  if (outputRef !== null) {
    yield [{ shown: path ?? '', bytes: await context.blobs.get(outputRef) }]
    return
  }
  const isWanted = ({ entry, below, place }: FoundFile) =>
    entry.kind === 'file' && (isMeant === null || isMeant(below) || isMeant(place.path))
  for await (const walked of walkFiles(path, isWanted, context)) {
    for (const batch of split(walked)) yield await readBatch(batch, context)
  }
}

function* split(files: readonly FoundFile[]): Generator<readonly FoundFile[]> {
  let batch: FoundFile[] = []
  let bytes = 0
  for (const file of files) {
    batch.push(file)
    bytes += file.entry.sizeBytes
    if (batch.length < batchFiles && bytes < batchBytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

async function readBatch(batch: readonly FoundFile[], context: ToolContext): Promise<readonly Source[]> {
  const read = async ({ place, entry }: FoundFile) => ({
    shown: showPath(place, context.mounts),
    bytes: await context.blobs.get(entry.ref),
  })
  return await Promise.all(batch.map(read))
}
