import type { Folded } from './load-state.ts'

/** What a fold takes to be kept in mind, in items of its window: one takes about 300 bytes, a state without any as much as ten. */
export function stateSize({ state: { context, tool } }: Folded): number {
  return 10 + context.items.length + context.pending.length + tool.calls.length
}
