import type { OpId, TurnId } from '../values/ids.ts'
import type { CompactionReason } from './context/events.ts'
import type { Event } from './events.ts'
import type { ActiveShell, QueuedShell } from './shell/state.ts'
import type { CallState } from './tool/state.ts'

/** An answer is due. */
export interface GenerateIntent {
  readonly kind: 'model.generate'
  readonly opId: OpId
  readonly turnId: TurnId
  /** From 1. */
  readonly attempt: number
  /** Not before this wall clock, ms since the epoch; 0 is at once. */
  readonly notBefore: number
}

/** A started call is to be run. */
export interface RunToolIntent {
  readonly kind: 'tool.run'
  readonly opId: OpId
  readonly call: CallState
}

/** A started call is to be ended: its run takes up no more work. */
export interface StopToolIntent {
  readonly kind: 'tool.stop'
  readonly opId: OpId
  readonly call: CallState
}

/** Why a call gets a result without running. */
export type SettleReason = 'cancelled' | 'limit' | 'lost'

/** A call gets a result without being run (again). */
export interface SettleToolIntent {
  readonly kind: 'tool.settle'
  readonly opId: OpId
  readonly call: CallState
  readonly reason: SettleReason
}

/** The window is to be made smaller. */
export interface CompactIntent {
  readonly kind: 'context.compact'
  readonly opId: OpId
  readonly number: number
  readonly reason: CompactionReason
}

/** The start of a person's command is to be made durable. */
export interface StartShellIntent {
  readonly kind: 'shell.start'
  readonly opId: OpId
  readonly shell: QueuedShell
}

/** A person's started command is to be run. */
export interface RunShellIntent {
  readonly kind: 'shell.run'
  readonly opId: OpId
  readonly shell: ActiveShell
}

/** A person's running command is to be ended. */
export interface StopShellIntent {
  readonly kind: 'shell.stop'
  readonly opId: OpId
  readonly shell: ActiveShell
}

/** A person's command gets a result without being run (again). */
export interface SettleShellIntent {
  readonly kind: 'shell.settle'
  readonly opId: OpId
  readonly shell: ActiveShell
  readonly reason: Exclude<SettleReason, 'limit'>
}

/** Work wanted; each is wanted until the result of its opId is recorded. */
export type Intent =
  | GenerateIntent
  | RunToolIntent
  | StopToolIntent
  | SettleToolIntent
  | StartShellIntent
  | RunShellIntent
  | StopShellIntent
  | SettleShellIntent
  | CompactIntent

/** What the state asks for next: facts to record first, else work to perform; neither is idle. */
export interface Plan {
  readonly facts: readonly Event[]
  readonly intents: readonly Intent[]
}
