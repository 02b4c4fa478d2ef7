import type { Json } from '../shared/json.ts'
import { isJson, textOf } from '../shared/json.ts'

/** A breakpoint of the prompt cache: what comes before it, and itself, is stored for five minutes. */
export const cacheMark = { cache_control: { type: 'ephemeral' } }

/** Blocks that take a mark; thinking does not, and of unknown ones nobody knows. */
const markable: ReadonlySet<string> = new Set([
  'text',
  'image',
  'document',
  'tool_use',
  'tool_result',
  'server_tool_use',
])

/**
 * Marks the last message, and the one where the previous request ended: the message before the last
 * answer. Reading the cache there is certain, however many blocks the turn between has (the API
 * looks back only 20 blocks from a mark).
 */
export function markMessages(messages: readonly Json[]): readonly Json[] {
  const answer = messages.findLastIndex(({ role }) => role === 'assistant')
  const places = new Set([messages.length - 1, answer - 1])
  return messages.map((message, i) => (places.has(i) ? marked(message) : message))
}

/** A message without marks. */
export function unmarked(message: Json): Json {
  if (!Array.isArray(message.content)) return message
  return { ...message, content: message.content.map((block: unknown) => (isJson(block) ? withoutMark(block) : block)) }
}

function marked(message: Json): Json {
  const blocks: readonly unknown[] = Array.isArray(message.content) ? message.content : []
  const last = blocks.findLastIndex((block) => isJson(block) && markable.has(textOf(block.type)))
  if (last < 0) return message
  return {
    ...message,
    content: blocks.map((block, i) => (i === last && isJson(block) ? { ...block, ...cacheMark } : block)),
  }
}

function withoutMark(block: Json): Json {
  const { cache_control: _mark, ...rest } = block
  return rest
}
