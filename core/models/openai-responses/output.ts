import type { ItemKind } from '../../machine/context/events.ts'
import type { Json } from '../shared/json.ts'
import { objectsOf, textOf } from '../shared/json.ts'

/** Whether an item is a call that this side must answer. */
export function isCall(item: Json): boolean {
  return item.type === 'function_call' || item.type === 'custom_tool_call'
}

/** What an output item is to whoever lists the window. */
export function kindOf(item: Json): ItemKind {
  if (isCall(item)) return 'tool-call'
  if (item.type === 'reasoning') return 'reasoning'
  return item.type === 'message' ? 'assistant' : 'other'
}

/** Visible text of a message, a refusal included; empty for other items. */
export function messageText(item: Json): string {
  if (item.type !== 'message') return ''
  return objectsOf(item.content)
    .map((part) => (part.type === 'refusal' ? textOf(part.refusal) : textOf(part.text)))
    .join('')
}

/** Whether a message holds a refusal. */
export function refuses(item: Json): boolean {
  return item.type === 'message' && objectsOf(item.content).some((part) => part.type === 'refusal')
}
