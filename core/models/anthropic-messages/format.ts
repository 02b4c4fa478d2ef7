import type { ModelFormat } from '../../ports/model.ts'
import { toolResultItem, userItem } from './items.ts'
import { requestBody } from './request.ts'
import { view } from './view.ts'

/** Anthropic Messages, without I/O. */
export const anthropicMessagesFormat: ModelFormat = {
  api: 'anthropic-messages',
  userItem,
  toolResultItem,
  requestBody,
  view,
}
