import type { BlobRef } from '../../values/blob-ref.ts'
import type { TurnId } from '../../values/ids.ts'
import type { Bill, EffectClass, StopReason, Usage } from '../../values/model-facts.ts'
import type { NewItem } from '../context/events.ts'
import type { FailureCode } from '../run/events.ts'

/** A model call is due: this fact without a result *is* the intent. */
export interface TurnStarted {
  readonly kind: 'turn.started'
  readonly turnId: TurnId
}

/** A call the model asked for, in its order. */
export interface RequestedCall {
  /** The provider's id, verbatim; pairs call and result on the wire, may repeat across turns. */
  readonly callId: string
  readonly name: string
  /** UTF-8 of the arguments exactly as the model wrote them, valid JSON or not. */
  readonly argsRef: BlobRef
  readonly effectClass: EffectClass
}

/** The model answered; its items enter the context, its calls are open. */
export interface TurnGenerated extends Bill {
  readonly kind: 'turn.generated'
  readonly turnId: TurnId
  readonly items: readonly NewItem[]
  readonly calls: readonly RequestedCall[]
  readonly stop: StopReason
  /** UTF-8 of the visible answer, when there is one. */
  readonly textRef: BlobRef | null
  readonly durationMs: number
}

/** An attempt failed and another follows; the partial answer was discarded. A bill, when there is one. */
export interface TurnRetried extends Partial<Bill> {
  readonly kind: 'turn.retried'
  readonly turnId: TurnId
  /** The attempt that failed, from 1. */
  readonly attempt: number
  readonly code: FailureCode
  /** HTTP status, when there was one. */
  readonly status: number | null
  readonly message: string
  /** Wait before the next attempt, jitter and Retry-After included. */
  readonly delayMs: number
}

/** No answer will come for this turn. */
export interface TurnFailed {
  readonly kind: 'turn.failed'
  readonly turnId: TurnId
  readonly attempt: number
  readonly code: FailureCode
  readonly status: number | null
  readonly message: string
  readonly usage: Usage | null
  readonly costMicroUsd: number | null
  readonly isLowerBound?: true
}

/** An attempt that has no result of its own was billed: it was interrupted, or its process is gone. */
export interface TurnBilled extends Bill {
  readonly kind: 'turn.billed'
  readonly turnId: TurnId
  readonly attempt: number
}

/** The run was cancelled or limited while the model was still answering. */
export interface TurnCancelled {
  readonly kind: 'turn.cancelled'
  readonly turnId: TurnId
}

/** Every call of the turn has its result; the results enter the context in call order. */
export interface TurnFinished {
  readonly kind: 'turn.finished'
  readonly turnId: TurnId
}

export type TurnEvent =
  TurnStarted | TurnGenerated | TurnRetried | TurnFailed | TurnBilled | TurnCancelled | TurnFinished
