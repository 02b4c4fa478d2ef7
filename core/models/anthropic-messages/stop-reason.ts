import type { StopReason as SdkStopReason } from '@anthropic-ai/sdk/resources/messages/messages'
import type { StopReason } from '../../values/model-facts.ts'
import { failure, unmappedStop } from '../shared/failure.ts'

const stops: Readonly<Record<SdkStopReason, StopReason | 'overflow'>> = {
  end_turn: 'end',
  max_tokens: 'max-output',
  stop_sequence: 'stop-sequence',
  tool_use: 'tool-calls',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'overflow',
}

/** Why a message stopped; calls decide between `end` and `tool-calls`. @throws ModelError */
export function stopReason(reason: unknown, calls: number): StopReason {
  if (typeof reason !== 'string' || !Object.hasOwn(stops, reason)) throw unmappedStop(reason)
  const stop = stops[reason as SdkStopReason]
  if (stop === 'overflow') {
    throw failure('context-overflow', 'the answer did not fit: the context window of the model is full')
  }
  return stop === 'end' || stop === 'tool-calls' ? (calls > 0 ? 'tool-calls' : 'end') : stop
}
