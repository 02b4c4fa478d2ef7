import type { Model } from '../../ports/model.ts'
import type { ClientOptions } from '../shared/client-options.ts'
import { limitsOf } from '../shared/client-options.ts'
import { streamingModel } from '../shared/model.ts'
import { toModelError } from './errors.ts'
import { anthropicMessagesFormat } from './format.ts'
import { addEvent, emptyDraft, finish, isWhole } from './response.ts'
import { betasOf } from './thinking.ts'
import { usageOf } from './usage.ts'

/** A model behind POST /v1/messages. Nothing is loaded or sent before the first `generate`. */
export function openAnthropicMessages(options: ClientOptions): Model {
  let client: ReturnType<typeof openClient> | null = null

  async function open(body: Record<string, unknown>, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
    client ??= openClient(options)
    const betas = betasOf(body)
    const headers = { 'content-type': 'application/json', ...(betas === null ? {} : { 'anthropic-beta': betas }) }
    // Serialised here, so that what is sent is byte for byte what `requestBody` says.
    return (await client).post<AsyncIterable<unknown>>('/v1/messages', {
      body: JSON.stringify(body),
      stream: true,
      signal,
      headers,
    })
  }

  return streamingModel(
    {
      format: anthropicMessagesFormat,
      open,
      empty: emptyDraft,
      add: addEvent,
      usageSoFar: ({ usage }) => usageOf(usage),
      isWhole,
      finish: (draft, { tools }) => finish(draft, tools),
      toModelError,
    },
    options,
  )
}

async function openClient(options: ClientOptions) {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  return new Anthropic({
    // A key in code keeps the SDK from looking for other credentials on this machine.
    apiKey: options.apiKey ?? 'none',
    ...(options.baseURL === undefined ? {} : { baseURL: options.baseURL }),
    defaultHeaders: { ...(options.apiKey === null ? { authorization: null } : {}), ...options.headers },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    maxRetries: 0,
    timeout: limitsOf(options).totalTimeoutMs,
    logLevel: 'off',
    openTelemetry: false,
  })
}
