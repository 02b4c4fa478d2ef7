import type { ItemView, NativeItem } from '../../ports/model.ts'
import { labelOfUrl } from '../shared/images.ts'
import type { Json } from '../shared/json.ts'
import { objectsOf, textOf } from '../shared/json.ts'
import { messageText } from './output.ts'

/** How an item reads; encrypted reasoning without a summary reads as nothing. */
export function view(item: NativeItem): readonly ItemView[] {
  const callId = textOf(item.call_id)
  switch (item.type) {
    case 'message':
      return [
        ...images(item),
        { type: 'text', role: item.role === 'assistant' ? 'assistant' : 'user', text: messageText(item) },
      ]
    case 'reasoning':
      return thinking(item)
    case 'function_call':
      return [{ type: 'call', callId, name: textOf(item.name), args: textOf(item.arguments) }]
    case 'custom_tool_call':
      return [{ type: 'call', callId, name: textOf(item.name), args: textOf(item.input) }]
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ type: 'result', callId, text: outputText(item.output) }]
    default:
      return [{ type: 'other', label: textOf(item.type) || 'item' }]
  }
}

function images(item: Json): readonly ItemView[] {
  return objectsOf(item.content).flatMap((part): ItemView[] =>
    part.type === 'input_image' ? [{ type: 'image', label: labelOfUrl(part.image_url) }] : [],
  )
}

function thinking(item: Json): readonly ItemView[] {
  const parts = [...objectsOf(item.summary), ...objectsOf(item.content)].map((part) => textOf(part.text))
  const text = parts.filter(Boolean).join('\n\n')
  return text === '' ? [] : [{ type: 'thinking', text }]
}

function outputText(output: unknown): string {
  return typeof output === 'string'
    ? output
    : objectsOf(output)
        .map((part) => textOf(part.text))
        .join('\n')
}
