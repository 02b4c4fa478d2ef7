import type { NativeItem } from '../../ports/model.ts'
import type { Json } from '../shared/json.ts'
import { isJson, textOf } from '../shared/json.ts'
import { isToolResult } from './items.ts'

/**
 * Items as messages: the tool results of one turn become one user message, as the API wants the
 * results of parallel calls; every other item stays a message of its own. Empty text blocks, which
 * models do write, stay in the stored item and off the wire, which refuses them.
 */
export function toMessages(items: readonly NativeItem[]): readonly Json[] {
  const messages: Json[] = []
  items.forEach((item, i) => {
    const before = items[i - 1]
    if (before !== undefined && isToolResult(before) && isToolResult(item)) {
      messages.push(joined(messages.pop(), item))
    } else {
      messages.push(withoutEmptyText(item))
    }
  })
  return messages.filter(({ content }) => !Array.isArray(content) || content.length > 0)
}

function joined(message: Json | undefined, item: NativeItem): Json {
  return { role: 'user', content: [...blocksOf(message), ...blocksOf(item)] }
}

function withoutEmptyText(item: NativeItem): Json {
  const blocks = blocksOf(item)
  const kept = blocks.filter((block) => !isJson(block) || block.type !== 'text' || textOf(block.text).trim() !== '')
  return kept.length === blocks.length ? item : { ...item, content: kept }
}

function blocksOf(message: Json | undefined): readonly unknown[] {
  return Array.isArray(message?.content) ? message.content : []
}
