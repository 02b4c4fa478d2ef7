import type { Model } from '../../ports/model.ts'
import type { ClientOptions } from '../shared/client-options.ts'
import { streamingModel } from '../shared/model.ts'
import { openAiPoster } from '../shared/openai-client.ts'
import { toModelError } from './errors.ts'
import { openAiChatFormat } from './format.ts'
import { addEvent, emptyDraft, finish, isWhole } from './response.ts'
import { usageOf } from './usage.ts'

/** A model behind POST /chat/completions. Nothing is loaded or sent before the first `generate`. */
export function openOpenAiChat(options: ClientOptions): Model {
  const post = openAiPoster(options)
  return streamingModel(
    {
      format: openAiChatFormat,
      open: (body, signal) => post('/chat/completions', body, signal),
      empty: emptyDraft,
      add: addEvent,
      usageSoFar: ({ usage }) => (usage === null ? null : usageOf(usage)),
      isWhole,
      finish: (draft, { tools }) => finish(draft, tools),
      toModelError,
    },
    options,
  )
}
