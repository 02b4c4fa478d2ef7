import type { Answer, Rendered } from './answer.ts'
import { pieces } from './answer.ts'

type Json = Record<string, unknown>

/** An answer as the server-sent events of POST /v1/messages; the last one is terminal. */
export function messagesFrames(answer: Answer): Rendered {
  const frames: string[] = []
  const signed: (readonly [string, string])[] = []
  let index = 0
  const event = (type: string, fields: Json): void => {
    frames.push(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`)
  }
  const block = (content_block: Json, deltas: readonly Json[]): void => {
    event('content_block_start', { index, content_block })
    if (index === 0) event('ping', {})
    for (const delta of deltas) event('content_block_delta', { index, delta })
    event('content_block_stop', { index })
    index += 1
  }

  event('message_start', { message: startMessage(answer) })
  if (answer.thinking !== '') {
    const signature = Buffer.from(`signature:${answer.index}:${answer.thinking}`).toString('base64')
    signed.push([signature, answer.thinking])
    block({ type: 'thinking', thinking: '', signature: '' }, [
      ...pieces(answer.thinking, answer.deltaChars).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature },
    ])
  }
  if (answer.unknownEvent) event('hologram_progress', { hologram: 'unheard of' })
  if (answer.unknownItem) block({ type: 'hologram', id: `holo_${answer.index}`, beam: { power: 9 } }, [])
  if (answer.text !== '') {
    const deltas = pieces(answer.text, answer.deltaChars).map((text) => ({ type: 'text_delta', text }))
    block({ type: 'text', text: '' }, deltas)
  }
  for (const call of answer.calls) {
    if (call.custom) throw new Error('Messages has no freeform tools; script a JSON call')
    const partial = ['', ...pieces(call.args, answer.deltaChars)]
    const deltas = partial.map((partial_json) => ({ type: 'input_json_delta', partial_json }))
    block({ type: 'tool_use', id: call.callId, name: call.name, input: {} }, deltas)
  }
  const stop_reason = stopReason(answer.stop)
  const stop_sequence = answer.stop === 'stop-sequence' ? 'STOP' : null
  const stop_details =
    answer.stop === 'refusal' ? { stop_details: { type: 'refusal', category: null, explanation: null } } : {}
  event('message_delta', { delta: { stop_reason, stop_sequence, ...stop_details }, usage: usage(answer) })
  event('message_stop', {})
  return { frames, signed }
}

function startMessage(answer: Answer): Json {
  return {
    id: `msg_${answer.index}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      ...usage(answer),
      output_tokens: 1,
      cache_creation: { ephemeral_5m_input_tokens: answer.usage.cacheWriteTokens, ephemeral_1h_input_tokens: 0 },
      service_tier: 'standard',
    },
  }
}

/** Anthropic counts cached and written tokens beside `input_tokens`, not inside. */
function usage({ usage }: Answer): Json {
  return {
    input_tokens: Math.max(0, usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens),
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: usage.reasoningTokens },
  }
}

function stopReason(stop: Answer['stop']): string {
  if (typeof stop === 'object') return stop.raw
  switch (stop) {
    case 'end':
      return 'end_turn'
    case 'tool-calls':
      return 'tool_use'
    case 'max-output':
      return 'max_tokens'
    case 'pause':
      return 'pause_turn'
    case 'stop-sequence':
      return 'stop_sequence'
    case 'refusal':
    case 'content-filter':
      return 'refusal'
  }
}
