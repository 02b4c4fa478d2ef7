import type { InputImage, NativeItem, ToolResultText } from '../../ports/model.ts'
import { dataUrl } from '../shared/images.ts'

/** A user message; a plain string where there are no images, which is what every server takes. */
export function userItem(text: string, images: readonly InputImage[] = []): NativeItem {
  if (images.length === 0) return { role: 'user', content: text }
  const shown = images.map((image) => ({ type: 'image_url', image_url: { url: dataUrl(image) } }))
  return { role: 'user', content: [...shown, { type: 'text', text }] }
}

/** The result of one call. This API has no error flag and no freeform calls. */
export function toolResultItem({ callId, text }: ToolResultText): NativeItem {
  return { role: 'tool', tool_call_id: callId, content: text }
}
