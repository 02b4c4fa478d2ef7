import { addUsage } from '../../values/usage.ts'
import { assertNever } from '../../values/assert-never.ts'
import type { Usage } from '../../values/model-facts.ts'
import type { ContextEvent } from '../context/events.ts'
import type { ToolEvent } from '../tool/events.ts'
import type { TurnEvent } from '../turn/events.ts'
import type { ActiveRun, Billed, RunState, Spent } from './state.ts'

type BilledEvent = TurnEvent | ToolEvent | ContextEvent

/** Adds what one fact cost to the session's account and the active run's. Late and discarded answers were paid for too. */
export function spend(run: RunState, event: BilledEvent): RunState {
  const cost = costOf(event)
  const billed = cost === null ? run.billed : addBill(run.billed, cost)
  const active = run.active === null ? null : spendActive(run.active, cost, event)
  return billed === run.billed && active === run.active ? run : { ...run, active, billed }
}

/** What one fact says was used. */
interface Cost {
  readonly turns: number
  readonly toolCalls: number
  readonly usage: Usage | null
  readonly costMicroUsd: number | null
  /** Whether it was used at least. */
  readonly isLowerBound: boolean
}

const nothing: Cost = { turns: 0, toolCalls: 0, usage: null, costMicroUsd: null, isLowerBound: false }

function costOf(event: BilledEvent): Cost | null {
  switch (event.kind) {
    case 'turn.started':
      return { ...nothing, turns: 1 }
    case 'tool.started':
      return event.attempt === 1 ? { ...nothing, toolCalls: 1 } : null
    case 'turn.generated':
    case 'turn.retried':
    case 'turn.failed':
    case 'turn.billed':
    case 'context.compacted':
    case 'context.kept':
    case 'context.billed':
      return billOf(event)
    case 'turn.cancelled':
    case 'turn.finished':
    case 'tool.lost':
    case 'tool.finished':
    case 'context.notified':
    case 'context.requested':
    case 'context.withdrawn':
    case 'context.compacting':
      return null
    default:
      return assertNever(event)
  }
}

/** Events that may hold a bill. */
interface MaybeBilled {
  readonly usage?: Usage | null
  readonly costMicroUsd?: number | null
  readonly isLowerBound?: true
}

function billOf({ usage = null, costMicroUsd = null, isLowerBound }: MaybeBilled): Cost | null {
  return usage === null ? null : { ...nothing, usage, costMicroUsd, isLowerBound: isLowerBound === true }
}

function spendActive(active: ActiveRun, cost: Cost | null, event: BilledEvent): ActiveRun {
  if (cost === null) return active
  // A started turn has taken the steering that waited for it.
  const steering = event.kind === 'turn.started' ? [] : active.steering
  return { ...active, spent: addSpent(active.spent, cost), steering }
}

function addSpent(spent: Spent, { turns, toolCalls, usage, costMicroUsd }: Cost): Spent {
  return {
    turns: spent.turns + turns,
    toolCalls: spent.toolCalls + toolCalls,
    tokens: spent.tokens + (usage === null ? 0 : usage.inputTokens + usage.outputTokens),
    costMicroUsd: spent.costMicroUsd + (costMicroUsd ?? 0),
  }
}

function addBill(billed: Billed, { toolCalls, usage, costMicroUsd, isLowerBound }: Cost): Billed {
  return {
    usage: usage === null ? billed.usage : addUsage(billed.usage, usage),
    costMicroUsd: billed.costMicroUsd + (costMicroUsd ?? 0),
    unpriced: billed.unpriced + (usage !== null && costMicroUsd === null ? 1 : 0),
    lowerBounds: billed.lowerBounds + (isLowerBound ? 1 : 0),
    toolCalls: billed.toolCalls + toolCalls,
  }
}
