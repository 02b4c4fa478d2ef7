import type { BlobRef } from '../values/blob-ref.ts'
import { LightspeedError } from '../values/errors.ts'

/** Bytes by content. What `put` has returned is durable; what `get` returns matches its ref. */
export interface BlobStore {
  /**
   * Stores many blobs with as few syncs as the store can; refs in the order of the input. What lies damaged under a
   * ref is replaced. Where that takes long, `stored` hears of each part that is done.
   */
  put(blobs: readonly Uint8Array[], stored?: Stored): Promise<readonly BlobRef[]>
  /** @throws BlobNotFoundError, BlobCorruptError */
  get(ref: BlobRef): Promise<Uint8Array>
  /**
   * Where each `get` is a trip over a network: those of these that can be had together in a bounded answer, whole. `get` has
   * the others, or says what is wrong with them.
   */
  getMany?(refs: readonly BlobRef[]): Promise<ReadonlyMap<BlobRef, Uint8Array>>
  /** Which of these refs are here; whether their bytes are whole shows only when they are got. */
  has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>>
}

/** Hears that so many blobs, of so many bytes together, are stored, or were there. */
export type Stored = (blobs: number, sizeBytes: number) => void

/** Blobs up to this size travel in the transaction of the events that name them. */
export const inlineBlobBytes = 32 * 1024

/** What brings a lost blob back, when it can be brought back. */
const remount = 'if it is a file of a mounted directory, a new run with --mount stores it again'

/** A ref that nothing is stored under. */
export class BlobNotFoundError extends LightspeedError {
  readonly code = 'blob-not-found'
  constructor(readonly ref: BlobRef) {
    super(`no blob ${ref} in this store; ${remount}`)
  }
}

/** Stored bytes that do not hash to their ref. */
export class BlobCorruptError extends LightspeedError {
  readonly code = 'blob-corrupt'
  constructor(
    readonly ref: BlobRef,
    readonly place: string,
    remedy = `${remount}; else restore that file from a backup`,
  ) {
    super(`blob ${ref} is corrupt in ${place}; ${remedy}`)
  }
}
