import type { ItemView, NativeItem } from '../../ports/model.ts'
import { isJson, objectsOf, textOf } from '../shared/json.ts'

/** How a message reads. */
export function view(item: NativeItem): readonly ItemView[] {
  switch (item.role) {
    case 'user':
      return [{ type: 'text', role: 'user', text: contentText(item.content) }]
    case 'tool':
      return [{ type: 'result', callId: textOf(item.tool_call_id), text: contentText(item.content) }]
    case 'assistant':
      return viewAnswer(item)
    default:
      return [{ type: 'other', label: textOf(item.role) || 'message' }]
  }
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
    .map((part) => textOf(part.text))
    .join('\n')
}
