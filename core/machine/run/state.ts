import type { CommandId, RunId } from '../../values/ids.ts'
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

/** The run being worked on. */
export interface ActiveRun extends QueuedRun {
  /** Wall clock of `run.started`, ms since the epoch. */
  readonly startedAt: number
  /** Steering accepted and not yet in the context. */
  readonly steering: readonly NewItem[]
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
  readonly queued: readonly QueuedRun[]
  readonly active: ActiveRun | null
  readonly last: LastRun | null
}

export const initialRun: RunState = { count: 0, queued: [], active: null, last: null }
