import type { ModelRequest } from '../../ports/model.ts'
import type { ToolSpec } from '../../ports/tool.ts'
import { describeTool, inputSchema } from '../shared/grammar.ts'
import type { Json } from '../shared/json.ts'
import { objectsOf } from '../shared/json.ts'
import { cacheMark, markMessages, unmarked } from './cache-marks.ts'
import { toMessages } from './messages.ts'
import { claudeVersion, thinkingParams } from './thinking.ts'

/** The body of POST /v1/messages. */
export function requestBody(request: ModelRequest): Record<string, unknown> {
  const { model, instructions, tools, items } = request
  const maxTokens = request.maxOutputTokens ?? defaultMaxTokens(model)
  return {
    model,
    stream: true,
    max_tokens: maxTokens,
    ...thinkingParams(request, maxTokens),
    ...(tools.length === 0 ? {} : { tools: tools.map((tool, i) => toolParam(tool, i === tools.length - 1)) }),
    ...(instructions === '' ? {} : { system: [{ type: 'text', text: instructions, ...cacheMark }] }),
    messages: markMessages(toMessages(items)),
  }
}

/**
 * What must begin the next request of the session: the body without its end, and without the marks
 * in messages. Marks move with the conversation and are no part of what is cached. The law holds
 * between requests, which always end with all results of a turn; inside a turn, its results share a message.
 */
export function requestPrefix(body: Record<string, unknown>): string {
  return JSON.stringify({ ...body, messages: objectsOf(body.messages).map(unmarked) }).slice(0, -2)
}

function toolParam(spec: ToolSpec, last: boolean): Json {
  const { name } = spec
  return { name, description: describeTool(spec), input_schema: inputSchema(spec), ...(last ? cacheMark : {}) }
}

/** A required parameter: what every model of its time can write, thinking included. */
function defaultMaxTokens(model: string): number {
  const version = claudeVersion(model)
  if (version === null) return 32_000
  return version < 400 ? 8192 : version < 406 ? 32_000 : 64_000
}
