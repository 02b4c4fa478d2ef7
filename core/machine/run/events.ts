import type { CommandId, RunId } from '../../values/ids.ts'
import type { ModelErrorCode } from '../../values/model-facts.ts'
import type { NewItem } from '../context/events.ts'

/** Bounds of one run; null is no bound. Reaching one ends the run with outcome `limit`. */
export interface RunLimits {
  readonly turns: number | null
  readonly toolCalls: number | null
  /** Input and output tokens billed, cached ones included. */
  readonly tokens: number | null
  readonly costMicroUsd: number | null
  /** Wall clock from `run.started`. */
  readonly wallClockMs: number | null
}

export type LimitKind = 'turns' | 'tool-calls' | 'tokens' | 'cost' | 'wall-clock' | 'output-tokens'

/** An input was accepted; it waits until the runs before it are done. */
export interface RunRequested {
  readonly kind: 'run.requested'
  readonly runId: RunId
  readonly commandId: CommandId
  readonly input: NewItem
  readonly limits: RunLimits
}

/** The run became the active one; its input enters the context. */
export interface RunStarted {
  readonly kind: 'run.started'
  readonly runId: RunId
}

/** A person added to a run under way; enters the context at the next turn boundary. */
export interface RunSteered {
  readonly kind: 'run.steered'
  readonly runId: RunId
  readonly commandId: CommandId
  readonly input: NewItem
}

/** Steering was taken back before it entered the context. */
export interface RunUnsteered {
  readonly kind: 'run.unsteered'
  readonly runId: RunId
  /** The command that steered. */
  readonly steerId: CommandId
  readonly commandId: CommandId
}

/** A person asked to end the run; open calls are settled first. */
export interface RunCancelling {
  readonly kind: 'run.cancelling'
  readonly runId: RunId
  readonly commandId: CommandId
}

/** A queued run was taken back before it began. */
export interface RunWithdrawn {
  readonly kind: 'run.withdrawn'
  readonly runId: RunId
  readonly commandId: CommandId
}

/** A bound was reached; the run ends once its open calls are settled. */
export interface RunLimited {
  readonly kind: 'run.limited'
  readonly runId: RunId
  readonly limit: LimitKind
}

export type FailureCode = ModelErrorCode | 'refusal' | 'content-filter'

/** How a run ended. */
export type RunOutcome =
  | { readonly type: 'completed' }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string }
  | { readonly type: 'limit'; readonly limit: LimitKind }
  | { readonly type: 'cancelled' }

/** The run is over; the next queued one may start. */
export interface RunFinished {
  readonly kind: 'run.finished'
  readonly runId: RunId
  readonly outcome: RunOutcome
}

export type RunEvent =
  RunRequested | RunStarted | RunSteered | RunUnsteered | RunCancelling | RunWithdrawn | RunLimited | RunFinished
