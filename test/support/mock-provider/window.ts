import type { Wire } from './script.ts'

/** A parsed JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** One entry of a request's window, the same for all wires. `model` is one generated item or message. */
export type WindowEntry =
  | { readonly type: 'user'; readonly text: string }
  | { readonly type: 'model'; readonly calls: readonly { readonly callId: string; readonly name: string }[] }
  | { readonly type: 'result'; readonly callId: string; readonly text: string }

/** Reads the window of a request body leniently; checking is elsewhere. */
export function readWindow(wire: Wire, body: Json): readonly WindowEntry[] {
  if (wire === 'openai-responses') return objects(body.input).map(responsesEntry)
  const messages = objects(body.messages)
  if (wire === 'openai-chat') return messages.filter((message) => message.role !== 'system').map(chatEntry)
  return messages.flatMap(messagesEntries)
}

/** Answers in the window: runs of model entries without a user or result entry between. */
export function countAnswers(wire: Wire, window: readonly WindowEntry[]): number {
  return window.filter(
    (entry, i) => entry.type === 'model' && (wire !== 'openai-responses' || window[i - 1]?.type !== 'model'),
  ).length
}

/** The objects of a list, or none. */
export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string as it is, anything else as ''. */
export function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Text of a content that is a string or a list of parts. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return objects(content)
    .map((part) => string(part.text))
    .join('')
}

function responsesEntry(item: Json): WindowEntry {
  if (item.type === 'function_call_output' || item.type === 'custom_tool_call_output') {
    return { type: 'result', callId: string(item.call_id), text: contentText(item.output) }
  }
  if (item.type === 'function_call' || item.type === 'custom_tool_call') {
    return { type: 'model', calls: [{ callId: string(item.call_id), name: string(item.name) }] }
  }
  if (item.role === 'user' || item.role === 'developer' || item.role === 'system') {
    return { type: 'user', text: contentText(item.content) }
  }
  return { type: 'model', calls: [] }
}

function chatEntry(message: Json): WindowEntry {
  if (message.role === 'tool') {
    return { type: 'result', callId: string(message.tool_call_id), text: contentText(message.content) }
  }
  if (message.role !== 'assistant') return { type: 'user', text: contentText(message.content) }
  const calls = objects(message.tool_calls).map((call) => ({
    callId: string(call.id),
    name: isObject(call.function) ? string(call.function.name) : '',
  }))
  return { type: 'model', calls }
}

function messagesEntries(message: Json): readonly WindowEntry[] {
  if (message.role === 'assistant') {
    const calls = objects(message.content)
      .filter((block) => block.type === 'tool_use')
      .map((block) => ({ callId: string(block.id), name: string(block.name) }))
    return [{ type: 'model', calls }]
  }
  if (typeof message.content === 'string') return [{ type: 'user', text: message.content }]
  const blocks = objects(message.content).filter((block) => block.type !== 'image')
  return blocks.map((block) =>
    block.type === 'tool_result'
      ? { type: 'result', callId: string(block.tool_use_id), text: contentText(block.content) }
      : { type: 'user', text: string(block.text) },
  )
}
