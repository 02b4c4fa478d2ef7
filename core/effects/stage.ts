import type { BlobStore } from '../ports/blob-store.ts'
import type { StagedBlob } from '../ports/event-log.ts'
import type { BlobStage } from '../ports/tool.ts'
import type { BlobRef } from '../values/blob-ref.ts'

/** A stage whose bytes become durable with the append of an effect's result. */
export interface Stage extends BlobStage {
  putText(text: string): BlobRef
  putJson(value: unknown): { readonly ref: BlobRef; readonly sizeBytes: number }
  /** Everything put so far, each ref once. */
  staged(): readonly StagedBlob[]
}

/** Opens an empty stage over a store. */
export function openStage(blobs: BlobStore, hash: (bytes: Uint8Array) => BlobRef): Stage {
  const bytesByRef = new Map<BlobRef, Uint8Array>()
  const encoder = new TextEncoder()
  const put = (bytes: Uint8Array): BlobRef => {
    const ref = hash(bytes)
    bytesByRef.set(ref, bytes)
    return ref
  }
  const getMany = blobs.getMany?.bind(blobs)
  return {
    ...(getMany !== undefined && {
      getMany: async (refs: readonly BlobRef[]) => {
        const here = refs.flatMap((ref) => {
          const bytes = bytesByRef.get(ref)
          return bytes === undefined ? [] : [[ref, bytes] as const]
        })
        return new Map([...(await getMany(refs.filter((ref) => !bytesByRef.has(ref)))), ...here])
      },
    }),
    put,
    putText: (text) => put(encoder.encode(text)),
    putJson: (value) => {
      const bytes = encoder.encode(JSON.stringify(value))
      return { ref: put(bytes), sizeBytes: bytes.byteLength }
    },
    get: async (ref) => bytesByRef.get(ref) ?? (await blobs.get(ref)),
    staged: () => [...bytesByRef].map(([ref, bytes]) => ({ ref, bytes })),
  }
}
