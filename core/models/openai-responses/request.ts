import type { ModelRequest, NativeItem } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'
import { isReasoningModel } from '../shared/openai-models.ts'

/** The API refuses longer cache keys; a shared beginning costs nothing but routing. */
const cacheKeyChars = 64

/**
 * The body of POST /responses. The items come last, so that the bytes of one request without their
 * closing `]}` begin the bytes of the next.
 */
export function requestBody(request: ModelRequest): Record<string, unknown> {
  const { model, effort, instructions, tools, items, maxOutputTokens } = request
  return {
    model,
    stream: true,
    store: false,
    ...(isReasoningModel(model) ? { include: ['reasoning.encrypted_content'] } : {}),
    ...(effort === null ? {} : { reasoning: { effort, summary: 'auto' } }),
    ...(maxOutputTokens === null ? {} : { max_output_tokens: maxOutputTokens }),
    prompt_cache_key: request.cacheKey.slice(0, cacheKeyChars),
    ...(instructions === '' ? {} : { instructions }),
    ...(tools.length === 0 ? {} : { parallel_tool_calls: true, tools: tools.map(toolParam) }),
    input: items.map(inputItem),
  }
}

/** What must begin the next request of the session: the body without its end. */
export function requestPrefix(body: Record<string, unknown>): string {
  return JSON.stringify(body).slice(0, -2)
}

function toolParam({ name, description, input }: ToolSpec): Record<string, unknown> {
  if (input.type === 'json') return { type: 'function', name, description, parameters: input.schema, strict: false }
  return { type: 'custom', name, description, format: { type: 'grammar', syntax: 'lark', definition: input.lark } }
}

/**
 * An item as it goes back. Nothing is stored at the provider, so ids of its own items would be looked
 * up in vain ("Item 'rs_...' not found"), and `status` is not a parameter of every item: both stay in
 * the stored item and off the wire, as in OpenAI's own client. All else, and every type that is not
 * known here, is sent as it came.
 */
function inputItem(item: NativeItem): NativeItem {
  if (typeof item.type !== 'string' || !ownTypes.has(item.type)) return item
  if (item.type === 'reasoning' && typeof item.encrypted_content !== 'string') return item
  const { id: _id, status: _status, ...rest } = item
  return rest
}

const ownTypes: ReadonlySet<string> = new Set(['message', 'reasoning', 'function_call', 'custom_tool_call'])
