import type { NativeItem, ToolResultText } from '../../ports/model.ts'

/** A user message. */
export function userItem(text: string): NativeItem {
  return { role: 'user', content: text }
}

/** The result of one call. This API has no error flag and no freeform calls. */
export function toolResultItem({ callId, text }: ToolResultText): NativeItem {
  return { role: 'tool', tool_call_id: callId, content: text }
}
