import type { Usage } from '../../values/model-facts.ts'
import type { State } from '../state.ts'

/** What a session has come to since it began. */
export interface SessionTotals {
  /** Runs that began; those taken back while they waited did not. */
  readonly runs: number
  readonly turns: number
  readonly toolCalls: number
  /** Commands that the person asked for. */
  readonly shells: number
  readonly usage: Usage
  readonly costMicroUsd: number
  /** Whether every bill had a known price; otherwise the cost is a lower bound. */
  readonly isPriced: boolean
  /** Whether a call was interrupted before it could say what it took: tokens and cost are lower bounds. */
  readonly isLowerBound: boolean
}

/** The session's account, from its state alone: no log is read. */
export function sessionTotals({ run, turn, shell }: State): SessionTotals {
  const { usage, costMicroUsd, unpriced, lowerBounds, toolCalls } = run.billed
  return {
    runs: run.begun,
    turns: turn.count,
    toolCalls,
    shells: shell.count,
    usage,
    costMicroUsd,
    isPriced: unpriced === 0,
    isLowerBound: lowerBounds > 0,
  }
}
