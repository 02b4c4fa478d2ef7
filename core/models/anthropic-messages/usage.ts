import type { Usage as SdkUsage } from '@anthropic-ai/sdk/resources/messages/messages'
import type { Usage } from '../../values/model-facts.ts'
import { countOf, isJson } from '../shared/json.ts'

/**
 * Tokens of one message. This API counts cached and written input beside `input_tokens`; here they
 * are part of `inputTokens`. Missing counts are 0.
 */
export function usageOf(usage: { readonly [K in keyof SdkUsage]?: unknown }): Usage {
  const cachedInputTokens = countOf(usage.cache_read_input_tokens)
  const cacheWriteTokens = countOf(usage.cache_creation_input_tokens)
  const details = isJson(usage.output_tokens_details) ? usage.output_tokens_details : {}
  return {
    inputTokens: countOf(usage.input_tokens) + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens: countOf(usage.output_tokens),
    reasoningTokens: countOf(details.thinking_tokens),
  }
}
