import { createHash } from 'node:crypto'
import { BlobNotFoundError } from '../../../core/ports/blob-store.ts'
import type { BlobStage, ToolContext } from '../../../core/ports/tool.ts'
import type { BlobRef } from '../../../core/values/blob-ref.ts'
import type { OpId } from '../../../core/values/ids.ts'

/** A stage that keeps everything in memory. */
export class MemoryStage implements BlobStage {
  private readonly blobs = new Map<BlobRef, Uint8Array>()

  put(bytes: Uint8Array): BlobRef {
    const ref = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as BlobRef
    this.blobs.set(ref, Uint8Array.from(bytes))
    return ref
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    const bytes = this.blobs.get(ref)
    if (bytes === undefined) throw new BlobNotFoundError(ref)
    return bytes
  }

  /** Stored bytes as text. */
  async text(ref: BlobRef): Promise<string> {
    return Buffer.from(await this.get(ref)).toString()
  }
}

/** A context in which nothing is mounted, unless said. */
export function toolContext(parts: Partial<ToolContext> = {}): ToolContext {
  return {
    opId: 'r1/t1/c0' as OpId,
    mounts: [],
    blobs: new MemoryStage(),
    signal: new AbortController().signal,
    onOutput: () => {},
    ...parts,
  }
}
