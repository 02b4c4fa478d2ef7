import type { Event } from '../../core/machine/events.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { decodeTree } from '../../vfs/tree/codec.ts'
import { readAhead } from '../../vfs/tree/read-ahead.ts'
import type { BlobReader } from '../../vfs/tree/entry.ts'
import { eventRefs } from './event-refs.ts'

/** Bytes and their address. */
export interface WalkedBlob {
  readonly ref: BlobRef
  readonly bytes: Uint8Array
}

/** Walks what events name, trees to their last file; each blob is met once. Of a tree, what is in it comes first. */
export interface BlobWalk {
  of(event: Event): AsyncGenerator<WalkedBlob, void, void>
}

/** Opens a walk. Only refs are remembered. @throws BlobNotFoundError, TreeCorruptError */
export function openBlobWalk(blobs: BlobReader): BlobWalk {
  const met = new Set<BlobRef>()
  // A file may hold the very bytes of a tree: having met those is not having walked it.
  const walked = new Set<BlobRef>()
  async function* blob(ref: BlobRef, from: BlobReader = blobs): AsyncGenerator<WalkedBlob, void, void> {
    if (met.has(ref)) return
    met.add(ref)
    yield { ref, bytes: await from.get(ref) }
  }
  async function* tree(ref: BlobRef, from: BlobReader = blobs): AsyncGenerator<WalkedBlob, void, void> {
    if (walked.has(ref)) return
    walked.add(ref)
    const bytes = await from.get(ref)
    const entries = decodeTree(ref, bytes)
    const inside = readAhead(
      entries.flatMap((entry) => (met.has(entry.ref) ? [] : entry.ref)),
      blobs,
    )
    for (const entry of entries) yield* entry.kind === 'dir' ? tree(entry.ref, inside) : blob(entry.ref, inside)
    if (met.has(ref)) return
    met.add(ref)
    yield { ref, bytes }
  }
  return {
    async *of(event) {
      const { blobs: plain, trees } = eventRefs(event)
      for (const ref of plain) yield* blob(ref)
      for (const ref of trees) yield* tree(ref)
    },
  }
}
