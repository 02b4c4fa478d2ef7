import { checkImageUrl } from './check-images.ts'
import { identities, withoutMarks } from './responses-frames.ts'
import type { Json } from './window.ts'
import { objects, string } from './window.ts'

/** What the mock has sent: id to every exact JSON it had. */
export type Sent = ReadonlyMap<string, ReadonlySet<string>>

const knownTypes = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'compaction',
  'item_reference',
])

/** What a strict server would refuse in a body of POST /v1/responses; null when it is fine. */
export function checkResponses(body: Json, sent: Sent): string | null {
  if (string(body.model) === '') return "Missing required parameter: 'model'."
  if (!Array.isArray(body.input) || body.input.length === 0) return "Missing required parameter: 'input'."
  const items = objects(body.input)
  if (items.length !== body.input.length) return "Invalid type for 'input': expected objects."
  const wrong = checkTools(body.tools) ?? firstOf(items, (item, i) => checkItem(item, i, body, sent))
  return wrong ?? checkOrder(items)
}

function checkTools(tools: unknown): string | null {
  const names = new Set<string>()
  for (const tool of objects(tools)) {
    const name = string(tool.name)
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return `Invalid 'tools[].name': '${name}'.`
    if (names.has(name)) return `Duplicate tool name '${name}'.`
    if (tool.type === 'function' && typeof tool.parameters !== 'object') return `Tool '${name}' has no parameters.`
    if (tool.type !== 'function' && tool.type !== 'custom') return `Unknown tool type '${string(tool.type)}'.`
    names.add(name)
  }
  return null
}

function checkItem(item: Json, index: number, body: Json, sent: Sent): string | null {
  const type = string(item.type) || 'message'
  const id = string(item.id)
  const ours = type.endsWith('_output') ? [] : identities(item).flatMap((key) => sent.get(key) ?? [])
  if (ours.some((versions) => !versions.has(withoutMarks(item)))) {
    return `The item at input[${index}] differs from what the server sent.`
  }
  if (!knownTypes.has(type) && ours.length === 0) return `Invalid value: '${type}' at input[${index}].type.`
  if (type === 'message' && !['user', 'assistant', 'system', 'developer'].includes(string(item.role))) {
    return `Invalid role '${string(item.role)}' at input[${index}].`
  }
  const wrongPart = type === 'message' ? firstOf(objects(item.content), (part) => checkPart(part, item, index)) : null
  if (wrongPart !== null) return wrongPart
  if (type === 'function_call' || type === 'custom_tool_call') {
    if (string(item.call_id) === '') return `Missing required parameter: 'input[${index}].call_id'.`
    if (typeof item[type === 'function_call' ? 'arguments' : 'input'] !== 'string') {
      return `Missing arguments of the call at input[${index}].`
    }
  }
  if (type.endsWith('_call_output') && item.output === undefined) return `Missing 'input[${index}].output'.`
  if (type === 'reasoning' && body.store === false && string(item.encrypted_content) === '') {
    return `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`
  }
  return null
}

function checkPart(part: Json, { role }: Json, index: number): string | null {
  const type = string(part.type)
  if (role === 'assistant') return type === 'input_image' ? `Invalid value: 'input_image' at input[${index}].` : null
  if (type === 'input_text') return typeof part.text === 'string' ? null : `Missing text at input[${index}].`
  if (type === 'input_image') return checkImageUrl(part.image_url)
  return `Invalid value: '${type}' at input[${index}].content.`
}

/** Calls answered once, at once, in kind; reasoning followed by what it led to. */
function checkOrder(items: readonly Json[]): string | null {
  const open = new Map<string, string>()
  for (const [i, item] of items.entries()) {
    const type = string(item.type) || 'message'
    const callId = string(item.call_id)
    if (type === 'function_call' || type === 'custom_tool_call') {
      if (open.has(callId)) return `Duplicate call_id '${callId}'.`
      open.set(callId, type)
    } else if (type === 'function_call_output' || type === 'custom_tool_call_output') {
      if (open.get(callId) !== type.replace('_output', '')) {
        return `No tool call found for function call output with call_id ${callId}.`
      }
      open.delete(callId)
    } else if (open.size > 0 && item.role !== 'assistant' && type === 'message') {
      return noOutput(open)
    }
    const next = items[i + 1]
    if (type === 'reasoning' && (next === undefined || string(next.role) === 'user')) {
      return `Item '${string(item.id)}' of type 'reasoning' was provided without its required following item.`
    }
    const answered = type.endsWith('_call_output')
    if (answered && open.size > 0 && next !== undefined && !string(next.type).endsWith('_call_output')) {
      return noOutput(open)
    }
  }
  return open.size > 0 ? noOutput(open) : null
}

function noOutput(open: ReadonlyMap<string, string>): string {
  return `No tool output found for function call ${[...open.keys()].join(', ')}.`
}

/** The first complaint about any of a list. */
export function firstOf<T>(list: readonly T[], check: (entry: T, index: number) => string | null): string | null {
  for (const [i, entry] of list.entries()) {
    const wrong = check(entry, i)
    if (wrong !== null) return wrong
  }
  return null
}
