import { noUsage } from '../../values/usage.ts'
import type { CommandId, RunId } from '../../values/ids.ts'
import type { Usage } from '../../values/model-facts.ts'
import type { NewItem } from '../context/events.ts'
import type { LimitKind, RunLimits, RunOutcome } from './events.ts'

/** An accepted input that waits. */
export interface QueuedRun {
  readonly runId: RunId
  readonly commandId: CommandId
  readonly input: NewItem
  readonly limits: RunLimits
}

/** What a run has used so far, against its limits. */
export interface Spent {
  readonly turns: number
  readonly toolCalls: number
  readonly tokens: number
  readonly costMicroUsd: number
}

/** What a session has used since it began: all of its runs, and what was paid for between them. */
export interface Billed {
  readonly usage: Usage
  /** Of what had a price, millionths of a US dollar. */
  readonly costMicroUsd: number
  /** Bills without a known price; the cost is a lower bound when there are any. */
  readonly unpriced: number
  /** Bills that are known in part only; tokens and cost are lower bounds when there are any. */
  readonly lowerBounds: number
  readonly toolCalls: number
}

/** Steering that waits for the next turn boundary, and the command that brought it. */
export interface Steering extends NewItem {
  readonly commandId: CommandId
}

/** The run being worked on. */
export interface ActiveRun extends QueuedRun {
  /** Wall clock of `run.started`, ms since the epoch. */
  readonly startedAt: number
  /** Steering accepted and not yet in the context. */
  readonly steering: readonly Steering[]
  readonly cancelling: boolean
  /** The bound that was reached; the run ends once its calls are settled. */
  readonly limited: LimitKind | null
  readonly spent: Spent
}

/** A finished run, kept for whoever asks what became of it. */
export interface LastRun {
  readonly runId: RunId
  readonly outcome: RunOutcome
}

export interface RunState {
  /** Runs requested so far; the next is `r<count+1>`. */
  readonly count: number
  /** Runs that became the active one so far. */
  readonly begun: number
  readonly queued: readonly QueuedRun[]
  readonly active: ActiveRun | null
  readonly last: LastRun | null
  readonly billed: Billed
}

export const initialRun: RunState = {
  count: 0,
  begun: 0,
  queued: [],
  active: null,
  last: null,
  billed: { usage: noUsage, costMicroUsd: 0, unpriced: 0, lowerBounds: 0, toolCalls: 0 },
}
