import type { State } from '../../core/machine/state.ts'
import type { RunFlagValues } from './run-flags.ts'
import type { RunWish } from './submit-run.ts'

/** A run in a session that is open. */
export interface ReadyRun {
  readonly run: RunWish
  readonly flags: RunFlagValues
  readonly directory: string
  /** `provider/model`. */
  readonly model: string
  /** The session before the run. */
  readonly before: State
}
