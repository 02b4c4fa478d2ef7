import type { SessionId } from '../values/ids.ts'

/** What a list of sessions shows. */
export interface SessionSummary {
  readonly id: SessionId
  readonly name: string | null
  /** Working directory it was started in, absolute. */
  readonly directory: string
  readonly model: string
  /** First line of the first prompt, at most 120 characters. */
  readonly title: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly head: number
}

export type NewSession = Omit<SessionSummary, 'updatedAt' | 'head'>

/** Finds sessions without folding their logs. */
export interface SessionIndex {
  /** Registers an id so that it may be leased and appended to; false when it exists. */
  create(session: NewSession): Promise<boolean>
  get(id: SessionId): Promise<SessionSummary | null>
  /** Newest first; of one directory, or all. */
  list(filter?: { readonly directory?: string; readonly limit?: number }): Promise<readonly SessionSummary[]>
  rename(id: SessionId, name: string): Promise<void>
  /** Removes log, inbox, lease, checkpoint; blobs stay until `gc`. */
  remove(id: SessionId): Promise<void>
}
