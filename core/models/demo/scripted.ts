import { setImmediate } from 'node:timers/promises'
import type { Model } from '../../ports/model.ts'
import { toModelError } from '../openai-chat/errors.ts'
import { openAiChatFormat } from '../openai-chat/format.ts'
import { addEvent, emptyDraft, finish, isWhole } from '../openai-chat/response.ts'
import { usageOf } from '../openai-chat/usage.ts'
import type { Json } from '../shared/json.ts'
import { streamingModel } from '../shared/model.ts'
import { chatChunks } from './chat-chunks.ts'
import { readEpisode } from './episode.ts'
import { nextAct } from './next-act.ts'

/**
 * `demo/scripted`: a provider inside the process, for newcomers without a key. It is asked and read like
 * any chat provider, and answers the same to the same window.
 */
export function openDemo(): Model {
  return streamingModel(
    {
      format: openAiChatFormat,
      open: async (body, signal) => stream(body, signal),
      empty: emptyDraft,
      add: addEvent,
      usageSoFar: ({ usage }) => (usage === null ? null : usageOf(usage)),
      isWhole,
      finish: (draft, { tools }) => finish(draft, tools),
      toModelError,
    },
    { apiKey: null },
  )
}

async function* stream(body: Json, signal: AbortSignal): AsyncGenerator<Json, void, void> {
  const episode = readEpisode(body)
  for (const chunk of chatChunks(nextAct(episode), body, episode.answers)) {
    await setImmediate()
    signal.throwIfAborted()
    yield chunk
  }
}
