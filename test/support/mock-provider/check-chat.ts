import { checkImageUrl } from './check-images.ts'
import { firstOf } from './check-responses.ts'
import type { Json } from './window.ts'
import { isObject, objects, string } from './window.ts'

/** What a strict server would refuse in a body of POST /v1/chat/completions; null when it is fine. */
export function checkChat(body: Json): string | null {
  if (string(body.model) === '') return 'you must provide a model parameter'
  const messages = objects(body.messages)
  if (messages.length === 0) return "Invalid 'messages': empty array."
  return checkTools(body.tools) ?? firstOf(messages, checkMessage) ?? checkOrder(messages)
}

function checkTools(tools: unknown): string | null {
  const names = new Set<string>()
  for (const tool of objects(tools)) {
    if (tool.type !== 'function' || !isObject(tool.function)) return "Invalid 'tools[].type': expected 'function'."
    const name = string(tool.function.name)
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return `Invalid 'tools[].function.name': '${name}'.`
    if (names.has(name)) return `Duplicate function name '${name}'.`
    names.add(name)
  }
  return null
}

function checkMessage(message: Json, index: number): string | null {
  const role = string(message.role)
  if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(role)) return `Invalid role at messages[${index}].`
  const calls = objects(message.tool_calls)
  if (message.tool_calls !== undefined && calls.length === 0) return `'messages[${index}].tool_calls' is too short.`
  const refused = string(message.refusal) !== ''
  if (message.content === undefined || message.content === null) {
    return role === 'assistant' && (calls.length > 0 || refused) ? null : `Invalid content at messages[${index}].`
  }
  const wrong = firstOf(objects(message.content), (part) => checkPart(part, role, index))
  if (wrong !== null) return wrong
  return firstOf(calls, (call) => {
    if (string(call.id) === '' || !isObject(call.function)) return `Invalid tool call at messages[${index}].`
    return typeof call.function.arguments === 'string' ? null : `Missing arguments at messages[${index}].`
  })
}

function checkPart(part: Json, role: string, index: number): string | null {
  if (part.type === 'text') return typeof part.text === 'string' ? null : `Missing text at messages[${index}].`
  if (part.type !== 'image_url') return null
  if (role !== 'user') return `Invalid content type at messages[${index}]: image_url is for user messages only.`
  return isObject(part.image_url) ? checkImageUrl(part.image_url.url) : `Invalid image_url at messages[${index}].`
}

function checkOrder(messages: readonly Json[]): string | null {
  let open = new Set<string>()
  for (const message of messages) {
    if (message.role === 'tool') {
      const id = string(message.tool_call_id)
      if (!open.delete(id)) {
        return `messages with role 'tool' must be a response to a preceding message with 'tool_calls' (${id}).`
      }
      continue
    }
    if (open.size > 0) return unanswered(open)
    const ids = objects(message.tool_calls).map((call) => string(call.id))
    open = new Set(ids)
    if (open.size !== ids.length) return 'Duplicate tool call ids.'
  }
  return open.size > 0 ? unanswered(open) : null
}

function unanswered(open: ReadonlySet<string>): string {
  const ids = [...open].join(', ')
  return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids}`
}
