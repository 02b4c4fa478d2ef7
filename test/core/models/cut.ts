import { expect } from 'vitest'
import type { ApiKind } from '../../../core/values/model-facts.ts'
import { ask, failureOf, modelOver, replay, streamed, wire } from './replay.ts'

/** Recordings that hold everything that streams: reasoning, text, calls, what nobody knows. */
export const recorded: readonly (readonly [ApiKind, string])[] = [
  ...(['openai-responses', 'anthropic-messages'] as const).flatMap((api) =>
    ['answer', 'calls', 'unknown'].map((name) => [api, name] as const),
  ),
  ...['answer', 'calls', 'gateway'].map((name) => ['openai-chat', name] as const),
]

/** Where a recording begins to be a whole answer. Of a chat only the usage can be lost after its finish reason. */
function wholeFrom(api: ApiKind, bytes: Buffer): number {
  const marks = {
    'openai-responses': '"type":"response.completed"',
    'anthropic-messages': '"type":"message_stop"',
    'openai-chat': /"finish_reason":"(stop|tool_calls)"/.exec(bytes.toString())?.[0] ?? 'none',
  }
  return bytes.indexOf(marks[api])
}

/** Checks cuts of a recording: a retryable error, or an answer where it is whole, and then all of it. */
export async function cutter(
  api: ApiKind,
  name: string,
): Promise<(place: number, end: 'end' | Error) => Promise<void>> {
  const bytes = wire(api, name)
  const { generation } = await replay(api, bytes)
  let served = (): Response => streamed([])
  const model = modelOver(api, () => served())

  return async (place, end) => {
    served = () => streamed([bytes.subarray(0, place)], end)
    const answer = ask(model)
    const outcome = await answer.catch(() => null)
    if (outcome === null) {
      const { code, failure } = await failureOf(answer)
      expect(['stream-cut', 'malformed-response', 'network']).toContain(code)
      expect(failure).toMatchObject({ retryable: true, status: null })
    } else {
      expect(place).toBeGreaterThan(wholeFrom(api, bytes))
      const { isLowerBound: _unknown, ...rest } = outcome.generation
      expect({ ...rest, usage: null }).toEqual({ ...generation, usage: null })
    }
  }
}
