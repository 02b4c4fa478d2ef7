import { compactionOpId } from '../op-ids.ts'
import type { CompactIntent } from '../intents.ts'
import type { CompactionReason, ContextCompacting } from './events.ts'
import type { ContextState } from './state.ts'

/** Share of the model's window at which the next turn is preceded by a compaction. */
const compactionThreshold = 0.85

/** Compactions tried in a row before an overflow is final. */
const compactionsPerOverflow = 2

/** The compaction under way, as work. */
export function compactIntent(context: ContextState): CompactIntent | null {
  if (context.compacting === null) return null
  const { number, reason } = context.compacting
  return { kind: 'context.compact', opId: compactionOpId(number), number, reason }
}

/** The compaction that should precede the next turn, as a fact. */
export function dueCompaction(context: ContextState, windowTokens: number | null): ContextCompacting | null {
  if (context.compactionRequested && context.items.length > 0) return begin(context, 'requested')
  const full = windowTokens !== null && context.tokens > windowTokens * compactionThreshold
  return full && context.compactionsInARow === 0 ? begin(context, 'threshold') : null
}

/** The answer to an overflow: a compaction, or null when the last ones did not help. */
export function overflowCompaction(context: ContextState): ContextCompacting | null {
  return context.compactionsInARow < compactionsPerOverflow ? begin(context, 'overflow') : null
}

function begin(context: ContextState, reason: CompactionReason): ContextCompacting {
  return { kind: 'context.compacting', number: context.compactions + 1, reason }
}
