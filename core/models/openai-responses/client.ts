import type { Model } from '../../ports/model.ts'
import type { ClientOptions } from '../shared/client-options.ts'
import { streamingModel } from '../shared/model.ts'
import { openAiPoster } from '../shared/openai-client.ts'
import { toModelError } from './errors.ts'
import { openAiResponsesFormat } from './format.ts'
import { addEvent, emptyDraft, finish, isWhole } from './response.ts'
import { usageOf } from './usage.ts'

/** A model behind POST /responses. Nothing is loaded or sent before the first `generate`. */
export function openOpenAiResponses(options: ClientOptions): Model {
  const post = openAiPoster(options)
  return streamingModel(
    {
      format: openAiResponsesFormat,
      open: (body, signal) => post('/responses', body, signal),
      empty: emptyDraft,
      add: addEvent,
      usageSoFar: ({ end }) => (end === null ? null : usageOf(end)),
      isWhole,
      finish: (draft) => finish(draft, Date.now()),
      toModelError,
    },
    options,
  )
}
