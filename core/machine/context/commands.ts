import type { NewItem } from './events.ts'

/** Asks for a compaction at the next turn boundary. */
export interface ContextCompact {
  readonly kind: 'context.compact'
}

/** Takes a compaction back that a person asked for, also one that has begun. */
export interface ContextWithdraw {
  readonly kind: 'context.withdraw'
}

/** Tells the model something that no person said: changed files, a new skill. */
export interface ContextNotify {
  readonly kind: 'context.notify'
  readonly item: NewItem
}

export type ContextCommand = ContextCompact | ContextWithdraw | ContextNotify
