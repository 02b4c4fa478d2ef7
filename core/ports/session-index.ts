import type { StoredEntry } from '../log/entry.ts'
import type { BlobRef } from '../values/blob-ref.ts'
import type { SessionId } from '../values/ids.ts'

/** Where a session came from, when it did not begin here. */
export interface SessionOrigin {
  readonly type: 'fork' | 'import'
  /** Its id there. */
  readonly session: SessionId
  /** Last entry that both have. */
  readonly seq: number
}

/** What a list of sessions shows. */
export interface SessionSummary {
  readonly id: SessionId
  /** @maxLength 1000 */
  readonly name: string | null
  /**
   * Working directory it was started in, absolute.
   * @maxLength 4096
   */
  readonly directory: string
  /** @maxLength 1000 */
  readonly model: string
  /**
   * First line of the first prompt, cut to 120 characters.
   * @maxLength 1000
   */
  readonly title: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly head: number
  readonly origin?: SessionOrigin
}

export type NewSession = Omit<SessionSummary, 'updatedAt' | 'head'>

/** A whole log to be. */
export interface RestoredLog {
  /** From seq 1, without a gap; blobs that they name are durable already. */
  readonly entries: readonly StoredEntry[]
  /** No takeover in the log has a higher one: its record would pass for that of a takeover to come. */
  readonly epoch: number
}

/** Something that a person asked for or added. */
export interface SessionInput {
  readonly session: SessionId
  readonly seq: number
  /** Of the item. */
  readonly ref: BlobRef
}

/** Finds sessions without folding their logs. */
export interface SessionIndex {
  /**
   * Registers an id so that it may be leased and appended to; false when another session has it. The same once more is true
   * again, and changes nothing: whoever did not hear the answer asks again.
   */
  create(session: NewSession): Promise<boolean>
  /** Registers an id together with its log, all or nothing, and answers as `create` does. */
  restore(session: NewSession, log: RestoredLog): Promise<boolean>
  get(id: SessionId): Promise<SessionSummary | null>
  /** Newest first; of one directory, or all. A store that serves strangers may end it after some megabytes. */
  list(filter?: { readonly directory?: string; readonly limit?: number }): Promise<readonly SessionSummary[]>
  /** What people asked, in order; of one session, or of all, the newest session first; ended like `list`. */
  inputs(id?: SessionId): Promise<readonly SessionInput[]>
  rename(id: SessionId, name: string): Promise<void>
  /** Removes log, inbox, lease, checkpoint; blobs stay until `gc`. */
  remove(id: SessionId): Promise<void>
}
