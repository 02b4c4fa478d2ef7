import type { InputImage, NativeItem, ToolResultText } from '../../ports/model.ts'
import { isJson } from '../shared/json.ts'

/** A user message; images come first, as the API advises. */
export function userItem(text: string, images: readonly InputImage[] = []): NativeItem {
  const shown = images.map(({ type, base64 }) => ({
    type: 'image',
    source: { type: 'base64', media_type: type, data: base64 },
  }))
  return { role: 'user', content: [...shown, { type: 'text', text }] }
}

/** A user message holding one tool result. The API refuses blank text, so silence is said in words. */
export function toolResultItem({ callId, text, isError }: ToolResultText): NativeItem {
  const content = text.trim() === '' ? '(no output)' : text
  const result = { type: 'tool_result', tool_use_id: callId, content, ...(isError ? { is_error: true } : {}) }
  return { role: 'user', content: [result] }
}

/** Whether an item holds tool results and nothing else. */
export function isToolResult(item: NativeItem): boolean {
  const { role, content } = item
  if (role !== 'user' || !Array.isArray(content) || content.length === 0) return false
  return content.every((block) => isJson(block) && block.type === 'tool_result')
}
