import { checkImage } from './check-images.ts'
import type { Sent } from './check-responses.ts'
import { firstOf } from './check-responses.ts'
import type { Json } from './window.ts'
import { isObject, objects, string } from './window.ts'

interface Turn {
  readonly role: string
  readonly blocks: readonly Json[]
}

/** What a strict server would refuse in a body of POST /v1/messages; null when it is fine. */
export function checkMessages(body: Json, sent: Sent): string | null {
  if (string(body.model) === '') return 'model: Field required'
  if (typeof body.max_tokens !== 'number' || body.max_tokens < 1) return 'max_tokens: Field required'
  const messages = objects(body.messages)
  if (messages.length === 0) return 'messages: at least one message is required'
  return (
    checkTools(body.tools) ??
    checkThinking(body.thinking, body.max_tokens) ??
    firstOf(messages, checkMessage) ??
    checkCacheControl(body) ??
    checkTurns(mergeTurns(messages), sent)
  )
}

function checkTools(tools: unknown): string | null {
  const names = new Set<string>()
  for (const tool of objects(tools)) {
    const name = string(tool.name)
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) return `tools: name '${name}' should match '^[a-zA-Z0-9_-]{1,128}$'`
    if (names.has(name)) return 'tools: Tool names must be unique.'
    if (!isObject(tool.input_schema) || tool.input_schema.type !== 'object') {
      return `tools.${name}.input_schema.type: Field required`
    }
    names.add(name)
  }
  return null
}

function checkThinking(thinking: unknown, maxTokens: number): string | null {
  if (!isObject(thinking)) return null
  if (thinking.type === 'adaptive' || thinking.type === 'disabled') return null
  if (thinking.type !== 'enabled') return `thinking.type: Input should be 'adaptive', 'enabled' or 'disabled'`
  const budget = thinking.budget_tokens
  if (typeof budget !== 'number' || budget < 1024) return 'thinking.enabled.budget_tokens: at least 1024'
  return budget < maxTokens ? null : '`max_tokens` must be greater than `thinking.budget_tokens`.'
}

function checkMessage(message: Json, index: number): string | null {
  if (message.role !== 'user' && message.role !== 'assistant') return `messages.${index}.role: unexpected`
  if (typeof message.content === 'string') {
    return message.content === '' ? `messages.${index}: user messages must have non-empty content` : null
  }
  const blocks = objects(message.content)
  if (blocks.length === 0) return `messages.${index}: all messages must have non-empty content`
  return firstOf(blocks, (block) => {
    if (string(block.type) === '') return `messages.${index}.content: type: Field required`
    if (block.type === 'text' && string(block.text).trim() === '') return 'text content blocks must be non-empty'
    if (block.type === 'image') return checkImageBlock(block, string(message.role), index)
    if (block.type !== 'tool_use') return null
    if (message.role !== 'assistant') return '`tool_use` blocks can only be in `assistant` messages'
    return isObject(block.input) ? null : `messages.${index}.content: tool_use.input: should be a valid dictionary`
  })
}

function checkImageBlock({ source }: Json, role: string, index: number): string | null {
  if (role !== 'user') return `messages.${index}.content: image blocks can only be in user messages`
  if (!isObject(source) || source.type !== 'base64') return `messages.${index}.content: image.source: Field required`
  return checkImage(string(source.media_type), string(source.data))
}

function checkCacheControl(body: Json): string | null {
  const blocks = objects(body.messages).flatMap((message) => objects(message.content))
  const marked = [...objects(body.tools), ...objects(body.system), ...blocks].filter((part) => 'cache_control' in part)
  return marked.length <= 4 ? null : `A maximum of 4 blocks with cache_control may be provided. Found ${marked.length}.`
}

/** Messages of the same role in a row count as one. */
function mergeTurns(messages: readonly Json[]): readonly Turn[] {
  const turns: { role: string; blocks: Json[] }[] = []
  for (const message of messages) {
    const role = string(message.role)
    const blocks =
      typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : objects(message.content)
    const last = turns.at(-1)
    if (last?.role === role) last.blocks.push(...blocks)
    else turns.push({ role, blocks: [...blocks] })
  }
  return turns
}

function checkTurns(turns: readonly Turn[], sent: Sent): string | null {
  if (turns[0]?.role !== 'user') return 'messages: first message must use the "user" role'
  for (const [i, turn] of turns.entries()) {
    const wrong = turn.role === 'user' ? checkResults(turn, turns[i - 1]) : checkAnswer(turn, turns[i + 1], sent)
    if (wrong !== null) return wrong
  }
  return null
}

function checkAnswer(turn: Turn, next: Turn | undefined, sent: Sent): string | null {
  for (const block of turn.blocks) {
    const thinking = block.type === 'thinking' ? sent.get(string(block.signature)) : undefined
    if (thinking !== undefined && !thinking.has(string(block.thinking))) {
      return '`thinking` blocks in the latest assistant message cannot be modified.'
    }
    if (block.type === 'thinking' && string(block.signature) === '') return 'thinking.signature: Field required'
  }
  const ids = idsOf(turn, 'tool_use', 'id')
  if (new Set(ids).size !== ids.length) return '`tool_use` ids must be unique'
  const answered = new Set(next === undefined ? [] : idsOf(next, 'tool_result', 'tool_use_id'))
  const missing = ids.filter((id) => !answered.has(id))
  if (missing.length === 0) return null
  return `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}.`
}

function checkResults(turn: Turn, before: Turn | undefined): string | null {
  const asked = new Set(before === undefined ? [] : idsOf(before, 'tool_use', 'id'))
  const ids = idsOf(turn, 'tool_result', 'tool_use_id')
  const stray = ids.find((id) => !asked.has(id))
  if (stray !== undefined) return `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}.`
  if (new Set(ids).size !== ids.length) return 'each `tool_use` must have a single result.'
  const late = turn.blocks.slice(0, ids.length).some((block) => block.type !== 'tool_result')
  return late ? '`tool_result` blocks must come first in the message after a `tool_use`.' : null
}

function idsOf(turn: Turn, type: string, field: string): readonly string[] {
  return turn.blocks.filter((block) => block.type === type).map((block) => string(block[field]))
}
