import type { Model, ModelFormat } from '../ports/model.ts'
import type { ApiKind } from '../values/model-facts.ts'
import { openAnthropicMessages } from './anthropic-messages/client.ts'
import { anthropicMessagesFormat } from './anthropic-messages/format.ts'
import { requestPrefix as messagesPrefix } from './anthropic-messages/request.ts'
import { openOpenAiChat } from './openai-chat/client.ts'
import { openAiChatFormat } from './openai-chat/format.ts'
import { requestPrefix as chatPrefix } from './openai-chat/request.ts'
import { openOpenAiResponses } from './openai-responses/client.ts'
import { openAiResponsesFormat } from './openai-responses/format.ts'
import { requestPrefix as responsesPrefix } from './openai-responses/request.ts'
import type { ClientOptions } from './shared/client-options.ts'

export type { ClientOptions } from './shared/client-options.ts'

interface Api {
  readonly format: ModelFormat
  readonly open: (options: ClientOptions) => Model
  readonly requestPrefix: (body: Record<string, unknown>) => string
}

const apis: Readonly<Record<ApiKind, Api>> = {
  'openai-responses': { format: openAiResponsesFormat, open: openOpenAiResponses, requestPrefix: responsesPrefix },
  'anthropic-messages': { format: anthropicMessagesFormat, open: openAnthropicMessages, requestPrefix: messagesPrefix },
  'openai-chat': { format: openAiChatFormat, open: openOpenAiChat, requestPrefix: chatPrefix },
}

/** A model behind one of the wire formats. Its SDK is loaded by the first `generate`. */
export function openModel(api: ApiKind, options: ClientOptions): Model {
  return apis[api].open(options)
}

/** The pure half of a wire format. */
export function formatOf(api: ApiKind): ModelFormat {
  return apis[api].format
}

/** The bytes of a request that the next one of its session must begin with. */
export function requestPrefix(api: ApiKind, body: Record<string, unknown>): string {
  return apis[api].requestPrefix(body)
}
