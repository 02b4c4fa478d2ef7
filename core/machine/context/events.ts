import type { BlobRef } from '../../values/blob-ref.ts'
import type { CommandId } from '../../values/ids.ts'
import type { Bill, Usage } from '../../values/model-facts.ts'

/**
 * What an item is, for whoever lists the window; the wire format is in the blob.
 * `shell`: a command that the person ran.
 */
export type ItemKind =
  'user' | 'assistant' | 'reasoning' | 'tool-call' | 'tool-result' | 'notice' | 'shell' | 'summary' | 'other'

/** One entry of the context window: provider-native JSON behind a ref. */
export interface NewItem {
  readonly kind: ItemKind
  readonly ref: BlobRef
  readonly sizeBytes: number
  /** Of `sizeBytes`, what images take: says nothing of tokens. Absent without images. */
  readonly imageBytes?: number
}

/** Something that no person said waits to be told at the next turn: changed files, a skill. */
export interface ContextNotified {
  readonly kind: 'context.notified'
  readonly item: NewItem
}

/** A person asked for a compaction; it begins at the next turn boundary. */
export interface ContextRequested {
  readonly kind: 'context.requested'
}

/** The compaction that a person asked for was taken back, waiting or begun; the window stays as it was. */
export interface ContextWithdrawn {
  readonly kind: 'context.withdrawn'
  readonly commandId: CommandId
}

/** Why the window is made smaller. */
export type CompactionReason = 'threshold' | 'overflow' | 'requested'

/** A compaction is due; without a result this fact is the intent. */
export interface ContextCompacting {
  readonly kind: 'context.compacting'
  /** Counts compactions of the session, from 1. */
  readonly number: number
  readonly reason: CompactionReason
}

/** The window is now `items`. The log keeps the rest. */
export interface ContextCompacted {
  readonly kind: 'context.compacted'
  readonly number: number
  readonly items: readonly NewItem[]
  /** `dropped`: no summary could be had, older items left without one. */
  readonly method: 'summary' | 'dropped'
  readonly usage: Usage | null
  readonly costMicroUsd: number | null
  readonly isLowerBound?: true
}

/** The compaction was given up; the window stays as it was. A bill, when there is one. */
export interface ContextKept extends Partial<Bill> {
  readonly kind: 'context.kept'
  readonly number: number
  readonly message: string
}

/** A compaction that has no result of its own was billed: it was interrupted, or its process is gone. */
export interface ContextBilled extends Bill {
  readonly kind: 'context.billed'
  readonly number: number
}

export type ContextEvent =
  | ContextNotified
  | ContextRequested
  | ContextWithdrawn
  | ContextCompacting
  | ContextCompacted
  | ContextKept
  | ContextBilled
