import type { InputImage, NativeItem, ToolResultText } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'
import { dataUrl } from '../shared/images.ts'

/** A user message. */
export function userItem(text: string, images: readonly InputImage[] = []): NativeItem {
  const shown = images.map((image) => ({ type: 'input_image', image_url: dataUrl(image), detail: 'auto' }))
  return { type: 'message', role: 'user', content: [...shown, { type: 'input_text', text }] }
}

/** The output of a call, of the kind that its tool was called by. This API has no error flag. */
export function toolResultItem({ callId, text }: ToolResultText, spec: ToolSpec | null): NativeItem {
  const type = spec?.input.type === 'grammar' ? 'custom_tool_call_output' : 'function_call_output'
  return { type, call_id: callId, output: text }
}
