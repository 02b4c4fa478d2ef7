import type { BlobRef } from '../../values/blob-ref.ts'
import type { OpId } from '../../values/ids.ts'
import type { EffectClass } from '../../values/model-facts.ts'
import type { NewItem } from '../context/events.ts'

/** Durable before the call is dispatched. */
export interface ToolStarted {
  readonly kind: 'tool.started'
  /** `<run>/<turn>/c<index>`: the opId under which the call's result is recorded. */
  readonly call: OpId
  /** From 1; grows when a lost call may be run again. */
  readonly attempt: number
  readonly effectClass: EffectClass
}

/** The process that ran the call is gone and left no result. */
export interface ToolLost {
  readonly kind: 'tool.lost'
  readonly call: OpId
  readonly attempt: number
}

/**
 * `ok` and `error` are what the tool said; `denied`: policy refused it; `cancelled`: it did not
 * run, or was ended by request; `unknown`: it started and nobody knows how it ended.
 */
export type ToolOutcome = 'ok' | 'error' | 'denied' | 'cancelled' | 'unknown'

/** The one result of a call. */
export interface ToolFinished {
  readonly kind: 'tool.finished'
  readonly call: OpId
  readonly outcome: ToolOutcome
  /** Provider-native result item, ready for the next request. */
  readonly item: NewItem
  /** Whole output, when the item holds only its head and tail. */
  readonly outputRef: BlobRef | null
  /** Of a process; null for other tools. */
  readonly exitCode: number | null
  readonly durationMs: number
}

export type ToolEvent = ToolStarted | ToolLost | ToolFinished
