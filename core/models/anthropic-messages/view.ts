import type { ItemView, NativeItem } from '../../ports/model.ts'
import { labelOf, labelOfUrl } from '../shared/images.ts'
import type { Json } from '../shared/json.ts'
import { isJson, objectsOf, textOf } from '../shared/json.ts'

/** How a message reads, block by block; redacted and empty thinking read as nothing. */
export function view(item: NativeItem): readonly ItemView[] {
  const role = item.role === 'assistant' ? 'assistant' : 'user'
  if (typeof item.content === 'string') return [{ type: 'text', role, text: item.content }]
  return objectsOf(item.content).flatMap((block) => viewBlock(block, role))
}

function viewBlock(block: Json, role: 'user' | 'assistant'): readonly ItemView[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', role, text: textOf(block.text) }]
    case 'thinking':
      return textOf(block.thinking) === '' ? [] : [{ type: 'thinking', text: textOf(block.thinking) }]
    case 'redacted_thinking':
      return []
    case 'image': {
      const source = isJson(block.source) ? block.source : {}
      if (source.type !== 'base64') return [{ type: 'image', label: labelOfUrl(source.url) }]
      return [{ type: 'image', label: labelOf(textOf(source.media_type), textOf(source.data).length) }]
    }
    case 'tool_use':
      return [
        { type: 'call', callId: textOf(block.id), name: textOf(block.name), args: JSON.stringify(block.input ?? {}) },
      ]
    case 'tool_result':
      return [{ type: 'result', callId: textOf(block.tool_use_id), text: resultText(block.content) }]
    default:
      return [{ type: 'other', label: textOf(block.type) || 'block' }]
  }
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map((part) => textOf(part.text))
    .join('\n')
}
