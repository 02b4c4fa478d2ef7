import type { BlobRef } from '../../values/blob-ref.ts'
import type { OpId } from '../../values/ids.ts'
import type { EffectClass } from '../../values/model-facts.ts'
import type { NewItem } from '../context/events.ts'
import type { ToolOutcome } from './events.ts'

/** `lost`: started by a process that is gone; what follows depends on its effect class. */
export type CallPhase = 'requested' | 'started' | 'lost' | 'finished'

/** One call of the current turn. */
export interface CallState {
  readonly opId: OpId
  readonly callId: string
  readonly name: string
  readonly argsRef: BlobRef
  readonly effectClass: EffectClass
  readonly phase: CallPhase
  readonly attempt: number
  /** Wall clock of the last `tool.started`, ms since the epoch. */
  readonly startedAt: number | null
  readonly result: { readonly outcome: ToolOutcome; readonly item: NewItem } | null
}

/** Calls of the current turn in the model's order; empty between turns. */
export interface ToolState {
  readonly calls: readonly CallState[]
}

export const initialTool: ToolState = { calls: [] }
