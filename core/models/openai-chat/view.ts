import type { ItemView, NativeItem } from '../../ports/model.ts'
import { labelOfUrl } from '../shared/images.ts'
import { isJson, objectsOf, textOf } from '../shared/json.ts'

/** How a message reads. */
export function view(item: NativeItem): readonly ItemView[] {
  switch (item.role) {
    case 'user':
      return [...images(item), { type: 'text', role: 'user', text: contentText(item.content) }]
    case 'tool':
      return [{ type: 'result', callId: textOf(item.tool_call_id), text: contentText(item.content) }]
    case 'assistant':
      return viewAnswer(item)
    default:
      return [{ type: 'other', label: textOf(item.role) || 'message' }]
  }
}

function images(item: NativeItem): readonly ItemView[] {
  return objectsOf(item.content).flatMap((part): ItemView[] => {
    if (part.type !== 'image_url') return []
    return [{ type: 'image', label: labelOfUrl(isJson(part.image_url) ? part.image_url.url : '') }]
  })
}

function viewAnswer(item: NativeItem): readonly ItemView[] {
  const thinking = textOf(item.reasoning_content) || textOf(item.reasoning)
  const text = contentText(item.content) || textOf(item.refusal)
  return [
    ...(thinking === '' ? [] : [{ type: 'thinking', text: thinking } as const]),
    ...(text === '' ? [] : [{ type: 'text', role: 'assistant', text } as const]),
    ...objectsOf(item.tool_calls).map((entry) => {
      const called = isJson(entry.function) ? entry.function : {}
      const args = textOf(called.arguments)
      return { type: 'call', callId: textOf(entry.id), name: textOf(called.name), args } as const
    }),
  ]
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .flatMap((part) => (part.type === 'image_url' ? [] : textOf(part.text)))
    .join('\n')
}
