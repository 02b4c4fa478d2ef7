import type { LimitKind } from './events.ts'
import type { ActiveRun, RunState } from './state.ts'

/** Whether the active run takes up no more work and only waits for its open calls to be settled. */
export function isHalting(run: RunState): boolean {
  return run.active !== null && (run.active.cancelling || run.active.limited !== null)
}

/** The bound that forbids another turn, if one does. */
export function limitBeforeTurn({ limits, spent }: ActiveRun): LimitKind | null {
  if (limits.turns !== null && spent.turns >= limits.turns) return 'turns'
  if (limits.tokens !== null && spent.tokens >= limits.tokens) return 'tokens'
  if (limits.costMicroUsd !== null && spent.costMicroUsd >= limits.costMicroUsd) return 'cost'
  return null
}

/** How many more calls the active run may start. */
export function callsLeft({ limits, spent }: ActiveRun): number {
  return limits.toolCalls === null ? Infinity : Math.max(0, limits.toolCalls - spent.toolCalls)
}

/** Wall clock at which the active run expires, ms since the epoch; null without such a bound. */
export function deadline(run: RunState): number | null {
  if (run.active === null || run.active.limits.wallClockMs === null || isHalting(run)) return null
  return run.active.startedAt + run.active.limits.wallClockMs
}
