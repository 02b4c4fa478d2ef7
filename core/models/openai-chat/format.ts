import type { ModelFormat } from '../../ports/model.ts'
import { toolResultItem, userItem } from './items.ts'
import { requestBody } from './request.ts'
import { view } from './view.ts'

/** OpenAI-compatible Chat Completions, without I/O. */
export const openAiChatFormat: ModelFormat = {
  api: 'openai-chat',
  userItem,
  toolResultItem,
  requestBody,
  view,
}
