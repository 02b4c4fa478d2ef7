import type { Json } from '../shared/json.ts'
import { objectsOf } from '../shared/json.ts'
import type { Act } from './next-act.ts'

/** An act as the chunks of a streamed chat completion; `answers` counts those before it. */
export function chatChunks(act: Act, body: Json, answers: number): readonly Json[] {
  const id = `demo-${answers + 1}`
  const chunk = (delta: Json, finish_reason: string | null = null): Json => ({
    id,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  })
  const calls = act.calls.flatMap(({ name, args }, index) => [
    chunk({ tool_calls: [{ index, id: `${id}-${index + 1}`, type: 'function', function: { name, arguments: '' } }] }),
    ...pieces(JSON.stringify(args)).map((text) => chunk({ tool_calls: [{ index, function: { arguments: text } }] })),
  ])
  return [
    chunk({ role: 'assistant' }),
    ...pieces(act.text).map((content) => chunk({ content })),
    ...calls,
    chunk({}, act.calls.length > 0 ? 'tool_calls' : 'stop'),
    { id, object: 'chat.completion.chunk', choices: [], usage: usageOf(act, body) },
  ]
}

/** Words, a few at a time, as a model writes them. */
function pieces(text: string): readonly string[] {
  return text.match(/\S*\s*\S{0,12}/g)?.filter((piece) => piece !== '') ?? []
}

/** About four characters a token; what the previous request ended with counts as cached. */
function usageOf(act: Act, body: Json): Json {
  const messages = objectsOf(body.messages)
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant')
  const previous = lastAnswer < 0 ? [] : messages.slice(0, lastAnswer)
  const cached = previous.length === 0 ? 0 : tokens({ ...body, messages: previous })
  const prompt_tokens = tokens(body)
  const completion_tokens = tokens([act.text, act.calls])
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: { cached_tokens: Math.min(cached, prompt_tokens) },
  }
}

function tokens(value: unknown): number {
  let images = 0
  const text = JSON.stringify(value, (key, part: unknown) => {
    if (key !== 'image_url') return part
    images++
    return null
  })
  return Math.ceil(text.length / 4) + images * tokensPerImage
}

/** About what providers bill for an image of the usual size, whatever its bytes. */
const tokensPerImage = 1000
