import type { Usage } from '../../core/values/model-facts.ts'
import { addUsage, noUsage } from '../../core/values/usage.ts'
import type { RunTally } from '../outcome/run-tally.ts'
import { formatCost, formatDuration, formatUsage, plural } from '../render/quantities.ts'

/** What runs came to together. */
export interface Totals {
  readonly runs: number
  readonly turns: number
  readonly toolCalls: number
  readonly usage: Usage
  /** Null once a price was not known. */
  readonly costMicroUsd: number | null
  /** Whether usage and cost are lower bounds. */
  readonly isLowerBound: boolean
}

export const noTotals: Totals = {
  runs: 0,
  turns: 0,
  toolCalls: 0,
  usage: noUsage,
  costMicroUsd: 0,
  isLowerBound: false,
}

/** Adds a run. */
export function addRun(totals: Totals, { turns, toolCalls, usage, costMicroUsd, isLowerBound }: RunTally): Totals {
  return {
    runs: totals.runs + 1,
    turns: totals.turns + turns,
    toolCalls: totals.toolCalls + toolCalls,
    usage: addUsage(totals.usage, usage),
    costMicroUsd: totals.costMicroUsd === null || costMicroUsd === null ? null : totals.costMicroUsd + costMicroUsd,
    isLowerBound: totals.isLowerBound || isLowerBound,
  }
}

/** `3 runs, 7 turns, 12 tool calls, 12.3k in, 900 out, $0.12`. */
export function totalsLine({ runs, ...work }: Totals): string {
  return [plural(runs, 'run'), ...workOf(work)].join(', ')
}

/** How a run ended: `completed in 3.2 s: 2 turns, 1 tool call, ...`. */
export function runLine({ outcome, durationMs, ...work }: RunTally): string {
  const reason =
    outcome?.type === 'failed' ? ` (${outcome.message})` : outcome?.type === 'limit' ? ` (${outcome.limit})` : ''
  return `${outcome?.type ?? 'open'}${reason} in ${formatDuration(durationMs)}: ${workOf(work).join(', ')}`
}

function workOf({ turns, toolCalls, usage, costMicroUsd, isLowerBound }: Omit<Totals, 'runs'>): readonly string[] {
  return [
    plural(turns, 'turn'),
    plural(toolCalls, 'tool call'),
    formatUsage(usage, isLowerBound),
    formatCost(costMicroUsd === null ? null : costMicroUsd / 1_000_000, isLowerBound),
  ]
}

/** `ok, exit 0, 3.2 s`. */
export function callLine(call: {
  readonly outcome: string
  readonly exitCode: number | null
  readonly durationMs: number
}): string {
  const exit = call.exitCode === null ? [] : [`exit ${call.exitCode}`]
  return [call.outcome, ...exit, formatDuration(call.durationMs)].join(', ')
}
