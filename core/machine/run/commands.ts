import type { NewItem } from '../context/events.ts'
import type { RunLimits } from './events.ts'

/**
 * @asType integer
 * @minimum 1
 * @maximum 9007199254740991
 */
type Bound = number

/** `RunLimits` as they may be asked for; older logs have others. */
export interface AskedLimits extends RunLimits {
  readonly turns: Bound | null
  readonly toolCalls: Bound | null
  readonly tokens: Bound | null
  readonly costMicroUsd: Bound | null
  readonly wallClockMs: Bound | null
}

/** Asks for work on an input, after whatever is queued. */
export interface RunRequest {
  readonly kind: 'run.request'
  readonly input: NewItem
  readonly limits: AskedLimits
}

/** Adds to the active run; with none active it becomes a run of its own. */
export interface RunSteer {
  readonly kind: 'run.steer'
  readonly input: NewItem
  readonly limits: AskedLimits
}

/** Takes back steering that the model has not been shown; one that became a queued run is withdrawn. */
export interface RunUnsteer {
  readonly kind: 'run.unsteer'
  /** The id of the command that steered. */
  readonly steerId: string
}

/** Ends one run, queued or active; without an id the active one. */
export interface RunCancel {
  readonly kind: 'run.cancel'
  readonly runId: string | null
}

/** The host's clock passed the active run's deadline. */
export interface RunExpire {
  readonly kind: 'run.expire'
  readonly runId: string
}

export type RunCommand = RunRequest | RunSteer | RunUnsteer | RunCancel | RunExpire
