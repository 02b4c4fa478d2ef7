import type { TurnId } from '../../values/ids.ts'
import type { StopReason } from '../../values/model-facts.ts'
import type { FailureCode } from '../run/events.ts'

/**
 * `generating`: an answer is due; `calling`: calls are open; `done`: every call has its result;
 * `final`: an answer without calls.
 */
export type TurnPhase =
  | { readonly type: 'generating'; readonly attempt: number; readonly notBefore: number }
  | { readonly type: 'calling'; readonly stop: StopReason }
  | { readonly type: 'done'; readonly stop: StopReason }
  | { readonly type: 'final'; readonly stop: StopReason }
  | { readonly type: 'failed'; readonly code: FailureCode; readonly message: string }
  | { readonly type: 'cancelled' }

/** The newest turn of the active run. */
export interface CurrentTurn {
  readonly turnId: TurnId
  readonly phase: TurnPhase
}

export interface TurnState {
  /** Turns started so far in the session; the next is `t<count+1>`. */
  readonly count: number
  /** Null between runs. */
  readonly current: CurrentTurn | null
}

export const initialTurn: TurnState = { count: 0, current: null }
