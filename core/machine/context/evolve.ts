import { assertNever } from '../../values/assert-never.ts'
import type { TurnId } from '../../values/ids.ts'
import type { Usage } from '../../values/model-facts.ts'
import type { ContextEvent, NewItem } from './events.ts'
import type { ContextState, Item } from './state.ts'

/** Folds one fact about the window itself. */
export function evolveContext(context: ContextState, event: ContextEvent): ContextState {
  switch (event.kind) {
    case 'context.notified':
      return announce(context, event.item)
    case 'context.requested':
      return { ...context, compactionRequested: true }
    case 'context.withdrawn': {
      const compacting = context.compacting?.reason === 'requested' ? null : context.compacting
      return { ...context, compacting, compactionRequested: false }
    }
    case 'context.compacting': {
      const { number, reason } = event
      return { ...context, compactions: number, compacting: { number, reason }, compactionRequested: false }
    }
    case 'context.compacted': {
      if (context.compacting?.number !== event.number) return context
      return { ...endCompaction(context), items: event.items.map(inputItem), tokens: 0 }
    }
    case 'context.kept':
      return context.compacting?.number === event.number ? endCompaction(context) : context
    case 'context.billed':
      return context
    default:
      return assertNever(event)
  }
}

/** Something that no prompt said waits for the next turn boundary. */
export function announce(context: ContextState, item: NewItem): ContextState {
  return { ...context, pending: [...context.pending, item] }
}

/** A run starts: what the person ran before asking precedes what they ask; notices wait for the turn. */
export function admitRun(context: ContextState, input: NewItem): ContextState {
  const ran = context.pending.filter(({ kind }) => kind === 'shell')
  const pending = ran.length === 0 ? context.pending : context.pending.filter(({ kind }) => kind !== 'shell')
  return admitInput({ ...context, pending }, [...ran, input])
}

/** Lets input of a person in: the start of a run, or steering that a run's end left over. */
export function admitInput(context: ContextState, input: readonly NewItem[]): ContextState {
  return input.length === 0 ? context : { ...context, items: [...context.items, ...input.map(inputItem)] }
}

/** A turn starts: what waited for the boundary enters, notices before steering. */
export function admitAtBoundary(context: ContextState, steering: readonly NewItem[]): ContextState {
  if (context.pending.length === 0 && steering.length === 0) return context
  return admitInput({ ...context, pending: [] }, [...context.pending, ...steering])
}

/** The answer of a turn, or the results of all its calls, enter together. */
export function admitTurn(context: ContextState, turnId: TurnId, items: readonly NewItem[]): ContextState {
  return { ...context, items: [...context.items, ...items.map((item): Item => ({ ...item, turnId }))] }
}

/** The provider has counted the window. */
export function meter(context: ContextState, usage: Usage): ContextState {
  return { ...context, tokens: usage.inputTokens + usage.outputTokens, compactionsInARow: 0 }
}

function endCompaction(context: ContextState): ContextState {
  return { ...context, compacting: null, compactionsInARow: context.compactionsInARow + 1 }
}

function inputItem({ kind, ref, sizeBytes, imageBytes }: NewItem): Item {
  return { kind, ref, sizeBytes, ...(imageBytes === undefined ? {} : { imageBytes }), turnId: null }
}
