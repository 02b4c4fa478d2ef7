import type { ModelRequest } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'
import { describeTool, inputSchema } from '../shared/grammar.ts'
import { isOpenAiReasoningModel } from '../shared/openai-models.ts'

/**
 * The body of POST /chat/completions, kept to what compatible servers commonly know. The items come
 * last, so that the bytes of one request without their closing `]}` begin the bytes of the next.
 */
export function requestBody(request: ModelRequest): Record<string, unknown> {
  const { model, effort, instructions, tools, items } = request
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    ...(effort === null ? {} : { reasoning_effort: effort }),
    ...outputLimit(request),
    ...(tools.length === 0 ? {} : { tools: tools.map(toolParam) }),
    messages: instructions === '' ? items : [{ role: 'system', content: instructions }, ...items],
  }
}

/** What must begin the next request of the session: the body without its end. */
export function requestPrefix(body: Record<string, unknown>): string {
  return JSON.stringify(body).slice(0, -2)
}

/** OpenAI's reasoning models refuse the name that everyone else knows. */
function outputLimit({ model, maxOutputTokens }: ModelRequest): Record<string, unknown> {
  if (maxOutputTokens === null) return {}
  return isOpenAiReasoningModel(model) ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens }
}

function toolParam(spec: ToolSpec): Record<string, unknown> {
  const { name } = spec
  return { type: 'function', function: { name, description: describeTool(spec), parameters: inputSchema(spec) } }
}
