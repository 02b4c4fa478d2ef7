import type { ModelFormat } from '../../ports/model.ts'
import { toolResultItem, userItem } from './items.ts'
import { requestBody } from './request.ts'
import { view } from './view.ts'

/** OpenAI Responses, without I/O. */
export const openAiResponsesFormat: ModelFormat = {
  api: 'openai-responses',
  userItem,
  toolResultItem,
  requestBody,
  view,
}
