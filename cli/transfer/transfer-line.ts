import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId } from '../../core/values/ids.ts'

/** Version of these lines; it grows when a field changes its meaning. */
export const transferSchema = 1

/** The first line: which session, and how much follows. */
export interface HeaderLine {
  readonly kind: 'lightspeed.session'
  readonly schema: typeof transferSchema
  readonly session: Pick<SessionSummary, 'id' | 'name' | 'directory' | 'model' | 'title' | 'createdAt' | 'head'>
}

/** Bytes, each ref once, before the first entry that needs them. Of a tree, what is in it comes first. */
export interface BlobLine {
  readonly kind: 'blob'
  readonly ref: BlobRef
  /** `utf8` where the bytes are just that. */
  readonly encoding: 'utf8' | 'base64'
  readonly data: string
}

/** An entry of the log as stores keep it. */
export interface EntryLine {
  readonly kind: 'entry'
  readonly seq: number
  readonly at: number
  readonly opId: OpId
  readonly event: string
  /** Version of the event. */
  readonly version: number
  readonly payload: Readonly<Record<string, unknown>>
}

/** The last line: without it the file was cut short. */
export interface EndLine {
  readonly kind: 'end'
  readonly entries: number
  readonly blobs: number
}

/** Every line of an exported session. */
export type TransferLine = HeaderLine | BlobLine | EntryLine | EndLine
