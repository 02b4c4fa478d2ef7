import type { StoredEntry } from '../log/entry.ts'
import type { Event } from '../machine/events.ts'
import type { BlobRef } from '../values/blob-ref.ts'
import type { OpId, SessionId } from '../values/ids.ts'

/** Bytes not yet durable, to be made so by the append that names them. */
export interface StagedBlob {
  readonly ref: BlobRef
  readonly bytes: Uint8Array
}

/** One atomic addition to a log. */
export interface AppendRequest {
  readonly session: SessionId
  /** Of the lease; another epoch in the store means the writer was replaced: it is told that and nothing else. */
  readonly epoch: number
  /** Recorded once: a second append of the same opId answers `duplicate`. */
  readonly opId: OpId
  /** The head this was decided on, or null for the result of an effect. */
  readonly expect: number | null
  /** Wall clock in ms for every entry of this append. */
  readonly at: number
  readonly events: readonly Event[]
  /** Durable before, or with, the events. */
  readonly blobs: readonly StagedBlob[]
}

/**
 * `fenced` before all else: a writer that was replaced and heard of its op as a `duplicate` would take for its own what
 * its successor has begun, and begin it once more.
 */
export type AppendResult =
  | { readonly status: 'ok'; readonly head: number }
  | { readonly status: 'duplicate'; readonly entries: readonly StoredEntry[] }
  | { readonly status: 'conflict'; readonly tail: readonly StoredEntry[] }
  | { readonly status: 'fenced'; readonly epoch: number }

/** The truth about every session. An `ok` append survives power loss. */
export interface EventLog {
  append(request: AppendRequest): Promise<AppendResult>
  /** Entries with `seq > after`, in order, at most `limit`, up to the one with which they have about `mostBytes`. */
  read(session: SessionId, after: number, limit?: number, mostBytes?: number): Promise<readonly StoredEntry[]>
  /** Highest seq, 0 for an empty or unknown session. */
  head(session: SessionId): Promise<number>
  /**
   * Calls back soon after anything about the session changed, from any process; returns the stop. One that is not there
   * yet is heard from when it was created by this store.
   */
  watch(session: SessionId, changed: () => void): () => void
}
