import type { NativeItem, ToolResultText } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'

/** A user message. */
export function userItem(text: string): NativeItem {
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }
}

/** The output of a call, of the kind that its tool was called by. This API has no error flag. */
export function toolResultItem({ callId, text }: ToolResultText, spec: ToolSpec | null): NativeItem {
  const type = spec?.input.type === 'grammar' ? 'custom_tool_call_output' : 'function_call_output'
  return { type, call_id: callId, output: text }
}
