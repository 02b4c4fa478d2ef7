import type { ChatCompletionChunk } from 'openai/resources/chat/completions/completions'
import type { ModelErrorCode, StopReason } from '../../values/model-facts.ts'
import { failure, unmappedStop } from '../shared/failure.ts'

type FinishReason = NonNullable<ChatCompletionChunk.Choice['finish_reason']>

const ownStops: Readonly<Record<FinishReason, StopReason>> = {
  stop: 'end',
  length: 'max-output',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
}

/** With what compatible servers document beside that. */
const stops: Readonly<Record<string, StopReason>> = {
  ...ownStops,
  // Mistral
  model_length: 'max-output',
  // Z.ai
  sensitive: 'content-filter',
  // Together
  eos: 'end',
}

/** Finish reasons that are failures in truth. */
const failures: Readonly<Record<string, readonly [ModelErrorCode, string]>> = {
  // OpenRouter, Mistral
  error: ['server', 'the provider failed while answering'],
  // DeepSeek
  insufficient_system_resource: ['overloaded', 'the provider ran out of capacity while answering'],
  // Z.ai
  network_error: ['server', 'the provider failed while answering'],
  model_context_window_exceeded: ['context-overflow', 'the answer did not fit: the context window is full'],
  // vLLM
  abort: ['server', 'the provider gave the answer up'],
}

/** Why a completion stopped; calls decide between `end` and `tool-calls`. @throws ModelError */
export function stopReason(reason: unknown, calls: number, refused: boolean): StopReason {
  const name = typeof reason === 'string' ? reason : ''
  const failed = Object.hasOwn(failures, name) ? failures[name] : undefined
  if (failed !== undefined) throw failure(failed[0], failed[1])
  const stop = Object.hasOwn(stops, name) ? stops[name] : undefined
  if (stop === undefined) throw unmappedStop(reason)
  if (stop !== 'end' && stop !== 'tool-calls') return stop
  return refused ? 'refusal' : calls > 0 ? 'tool-calls' : 'end'
}
