import type { ResponseUsage } from 'openai/resources/responses/responses'
import type { Usage } from '../../values/model-facts.ts'
import { countOf, isJson } from '../shared/json.ts'

/** Tokens of one response; `input_tokens` includes cached and written ones. Missing counts are 0. */
export function usageOf(response: unknown): Usage {
  const usage: { readonly [K in keyof ResponseUsage]?: unknown } =
    isJson(response) && isJson(response.usage) ? response.usage : {}
  const input = isJson(usage.input_tokens_details) ? usage.input_tokens_details : {}
  const output = isJson(usage.output_tokens_details) ? usage.output_tokens_details : {}
  return {
    inputTokens: countOf(usage.input_tokens),
    cachedInputTokens: countOf(input.cached_tokens),
    cacheWriteTokens: countOf(input.cache_write_tokens),
    outputTokens: countOf(usage.output_tokens),
    reasoningTokens: countOf(output.reasoning_tokens),
  }
}
