import { assertNever } from '../../values/assert-never.ts'
import type { Usage } from '../../values/model-facts.ts'
import type { ContextEvent } from '../context/events.ts'
import type { ToolEvent } from '../tool/events.ts'
import type { TurnEvent } from '../turn/events.ts'
import type { RunState, Spent } from './state.ts'

/** Adds what one fact cost to the active run's account. Late and discarded answers were paid for too. */
export function spend(run: RunState, event: TurnEvent | ToolEvent | ContextEvent): RunState {
  if (run.active === null) return run
  const spent = add(run.active.spent, event)
  if (spent === run.active.spent && event.kind !== 'turn.started') return run
  // A started turn has taken the steering that waited for it.
  const steering = event.kind === 'turn.started' ? [] : run.active.steering
  return { ...run, active: { ...run.active, spent, steering } }
}

function add(spent: Spent, event: TurnEvent | ToolEvent | ContextEvent): Spent {
  switch (event.kind) {
    case 'turn.started':
      return { ...spent, turns: spent.turns + 1 }
    case 'tool.started':
      return event.attempt === 1 ? { ...spent, toolCalls: spent.toolCalls + 1 } : spent
    case 'turn.generated':
    case 'turn.failed':
    case 'context.compacted':
      return addBill(spent, event.usage, event.costMicroUsd)
    case 'turn.retried':
    case 'turn.cancelled':
    case 'turn.finished':
    case 'tool.lost':
    case 'tool.finished':
    case 'context.notified':
    case 'context.requested':
    case 'context.compacting':
    case 'context.kept':
      return spent
    default:
      return assertNever(event)
  }
}

function addBill(spent: Spent, usage: Usage | null, costMicroUsd: number | null): Spent {
  if (usage === null) return spent
  return {
    ...spent,
    tokens: spent.tokens + usage.inputTokens + usage.outputTokens,
    costMicroUsd: spent.costMicroUsd + (costMicroUsd ?? 0),
  }
}
