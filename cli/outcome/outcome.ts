/**
 * How a command ended, in one word. Why, and whose fault, is in `error` and the exit code. `detached`: with
 * `run --detach` the run is asked for and goes on without the command.
 */
export type OutcomeName = 'completed' | 'failed' | 'limit' | 'denied' | 'cancelled' | 'detached'

/** Exit codes; never made from an HTTP status. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  limit: 3,
  denied: 4,
  auth: 5,
  interrupted: 130,
  terminated: 143,
} as const

/** A documented exit code. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** How something ended, for a script. */
export interface Ending {
  readonly outcome: OutcomeName
  readonly exitCode: ExitCode
}
