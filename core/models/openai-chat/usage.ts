import type { CompletionUsage } from 'openai/resources/completions'
import type { Usage } from '../../values/model-facts.ts'
import { countOf, isJson } from '../shared/json.ts'

/** Fields of compatible servers: DeepSeek's hits, Moonshot's cached tokens. */
type Usages = { readonly [K in keyof CompletionUsage | 'prompt_cache_hit_tokens' | 'cached_tokens']?: unknown }

/** Tokens of one completion; `prompt_tokens` includes cached ones. Missing counts are 0. */
export function usageOf(reported: unknown): Usage {
  const usage: Usages = isJson(reported) ? reported : {}
  const prompt = isJson(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const completion = isJson(usage.completion_tokens_details) ? usage.completion_tokens_details : {}
  return {
    inputTokens: countOf(usage.prompt_tokens),
    cachedInputTokens: countOf(prompt.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens),
    cacheWriteTokens: countOf(prompt.cache_write_tokens),
    outputTokens: countOf(usage.completion_tokens),
    reasoningTokens: countOf(completion.reasoning_tokens),
  }
}
