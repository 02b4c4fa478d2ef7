import type { TurnId } from '../../values/ids.ts'
import type { CompactionReason, NewItem } from './events.ts'

/** One entry of the window. */
export interface Item extends NewItem {
  /** The turn it came from; null for input, notices and commands of the person. Results of one turn travel together. */
  readonly turnId: TurnId | null
}

/** A compaction that has begun and has no result; no item enters the window until it has one. */
export interface Compacting {
  readonly number: number
  readonly reason: CompactionReason
}

export interface ContextState {
  readonly items: readonly Item[]
  /** Notices and commands of the person that wait for the next turn boundary. */
  readonly pending: readonly NewItem[]
  /** Tokens of the last request and its answer, as billed; 0 before the first. */
  readonly tokens: number
  readonly compactions: number
  readonly compacting: Compacting | null
  /** A person asked for a compaction that has not begun. */
  readonly compactionRequested: boolean
  /** Compactions since the last answer; bounds the overflow loop. */
  readonly compactionsInARow: number
}

/** Whether a compaction that a person asked for waits, or has begun: it can be taken back. */
export function awaitsCompaction({ compactionRequested, compacting }: ContextState): boolean {
  return compactionRequested || compacting?.reason === 'requested'
}

export const initialContext: ContextState = {
  items: [],
  pending: [],
  tokens: 0,
  compactions: 0,
  compacting: null,
  compactionRequested: false,
  compactionsInARow: 0,
}
