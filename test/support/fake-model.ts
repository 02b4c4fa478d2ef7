import type { Generation, Model, ModelFormat, ModelRequest, NativeItem } from '../../core/ports/model.ts'
import type { Models } from '../../core/ports/models.ts'
import type { Usage } from '../../core/values/model-facts.ts'

/** A plain format whose items are what they say. */
export const fakeFormat: ModelFormat = {
  api: 'openai-responses',
  userItem: (text, images = []) => ({ role: 'user', text, ...(images.length === 0 ? {} : { images }) }),
  toolResultItem: ({ callId, text, isError }) => ({ role: 'tool', callId, text, isError }),
  requestBody: (request) => ({ ...request }),
  view: (item) => [{ type: 'text', role: item['role'] === 'user' ? 'user' : 'assistant', text: String(item['text']) }],
}

/** What a fake answer holds. */
export interface FakeAnswer {
  readonly text?: string
  readonly calls?: readonly { readonly name: string; readonly args?: unknown }[]
  readonly stop?: Generation['stop']
  readonly usage?: Partial<Usage>
}

const noUsage: Usage = {
  inputTokens: 10,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 5,
  reasoningTokens: 0,
}

/** Answers from a function of the request; throw a ModelError to fail. */
export function fakeModels(
  answer: (
    request: ModelRequest,
    signal: AbortSignal,
    onUsage: (usage: Usage | null) => void,
  ) => FakeAnswer | Promise<FakeAnswer>,
): Models & {
  readonly requests: ModelRequest[]
} {
  const requests: ModelRequest[] = []
  const model: Model = {
    format: fakeFormat,
    generate: async (request, onDelta, signal, onUsage = () => undefined) => {
      requests.push(request)
      const { text = '', calls = [], stop, usage } = await answer(request, signal, onUsage)
      if (text !== '') onDelta({ type: 'text', text })
      const generated = calls.map(({ name, args }, index) => ({
        callId: `c${index}`,
        name,
        args: JSON.stringify(args ?? {}),
      }))
      const item: NativeItem = { role: 'assistant', text, calls: generated }
      return {
        items: [{ kind: 'assistant', item }],
        calls: generated,
        stop: stop ?? (calls.length > 0 ? 'tool-calls' : 'end'),
        usage: { ...noUsage, ...usage },
        text,
      }
    },
  }
  return {
    requests,
    open: () => Promise.resolve(model),
    format: () => Promise.resolve(fakeFormat),
    cost: () => 7,
    retryDelay: (attempt, { retryable }) => (retryable && attempt < 3 ? 1 : null),
  }
}
