import type { Answer, Rendered } from './answer.ts'
import { pieces } from './answer.ts'

type Json = Record<string, unknown>

/** An answer as the server-sent events of POST /v1/chat/completions; the last one is `[DONE]`. */
export function chatFrames(answer: Answer, includeUsage: boolean): Rendered {
  const frames: string[] = []
  const chunk = (choices: readonly Json[], usage: Json | null): void => {
    const data = {
      id: `chatcmpl-${answer.index}`,
      object: 'chat.completion.chunk',
      created: 1_760_000_000,
      model: answer.model,
      system_fingerprint: null,
      choices,
      ...(includeUsage ? { usage } : {}),
    }
    frames.push(`data: ${JSON.stringify(data)}\n\n`)
  }
  const delta = (delta: Json, finish_reason: string | null = null): void =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason }], null)

  delta({ role: 'assistant', content: answer.calls.length > 0 && answer.text === '' ? null : '', refusal: null })
  for (const reasoning_content of pieces(answer.thinking, answer.deltaChars)) delta({ reasoning_content })
  if (answer.unknownEvent) frames.push(`data: {"id":"holo","object":"hologram.progress","choices":[]}\n\n`)
  if (answer.unknownItem) delta({ hologram: { beam: { power: 9 } } })
  const text = answer.text === '' && answer.stop === 'refusal' ? 'I cannot help with that.' : answer.text
  for (const piece of pieces(text, answer.deltaChars)) {
    delta(answer.stop === 'refusal' ? { refusal: piece } : { content: piece })
  }
  answer.calls.forEach((call, index) => {
    if (call.custom) throw new Error('the chat wire of this mock has no freeform tools; script a JSON call')
    delta({
      tool_calls: [{ index, id: call.callId, type: 'function', function: { name: call.name, arguments: '' } }],
    })
    for (const piece of pieces(call.args, answer.deltaChars)) {
      delta({ tool_calls: [{ index, function: { arguments: piece } }] })
    }
  })
  delta({}, finishReason(answer.stop))
  if (includeUsage) chunk([], usage(answer))
  frames.push('data: [DONE]\n\n')
  return { frames, signed: [] }
}

function usage({ usage }: Answer): Json {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens, audio_tokens: 0 },
  }
}

function finishReason(stop: Answer['stop']): string {
  if (typeof stop === 'object') return stop.raw
  switch (stop) {
    case 'end':
    case 'stop-sequence':
    case 'refusal':
      return 'stop'
    case 'tool-calls':
      return 'tool_calls'
    case 'max-output':
      return 'length'
    case 'content-filter':
      return 'content_filter'
    case 'pause':
      throw new Error('Chat Completions has no pause; script another stop')
  }
}
