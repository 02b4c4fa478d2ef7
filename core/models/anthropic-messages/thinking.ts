import type { MessageCreateParams, OutputConfig } from '@anthropic-ai/sdk/resources/messages/messages'
import type { ModelRequest } from '../../ports/model.ts'
import type { Effort } from '../../values/model-facts.ts'
import { isJson } from '../shared/json.ts'

/** Lets a request say what happens to thinking of a conversation whose beginning has changed. */
const bindingBeta = 'thinking-binding-controls-2026-08-01'

type Thinking = NonNullable<MessageCreateParams['thinking']> & {
  readonly block_binding?: { readonly prefix_mismatch_behavior: 'drop_block' }
}

/** Of a Claude whose name has no number. */
const newest = 9_900

/** The part of a body that says how hard to think. */
export interface ThinkingParams {
  readonly thinking?: Thinking
  readonly output_config?: OutputConfig
}

/**
 * How a model is told to think. Adaptive with an effort from 4.6 on; a budget before, where the API
 * knows nothing else. Without an effort the model's own default holds; from 5 on, where thinking is
 * that default, it is only asked to be readable.
 * Thinking of 5.1 and later is bound to what came before it: blocks that no longer fit, because
 * older items were dropped or the model was changed, are to be left out instead of refused.
 */
export function thinkingParams({ model, effort }: ModelRequest, maxTokens: number): ThinkingParams {
  const version = claudeVersion(model)
  if (version === null) return effort === null ? {} : { output_config: { effort: effortOf(effort, newest) } }
  if (version < 406) return effort === null ? {} : budgetParams(version, effort, maxTokens)
  const thinking: Thinking = {
    type: 'adaptive',
    display: 'summarized',
    ...(version < 501 ? {} : { block_binding: { prefix_mismatch_behavior: 'drop_block' } }),
  }
  if (effort === null) return version < 500 ? {} : { thinking }
  return { thinking, output_config: { effort: effortOf(effort, version) } }
}

/** The beta features that a body makes use of: the value of `anthropic-beta`, or null. */
export function betasOf(body: Readonly<Record<string, unknown>>): string | null {
  return isJson(body.thinking) && 'block_binding' in body.thinking ? bindingBeta : null
}

/** 100 times major and minor: 406 for `claude-opus-4-6`, 500 for `claude-sonnet-5`; null: not a Claude. */
export function claudeVersion(model: string): number | null {
  if (!/(^|[/.])claude-/.test(model)) return null
  const [, major, minor] = /claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2})(?!\d))?/.exec(model) ?? []
  return major === undefined ? newest : Number(major) * 100 + Number(minor ?? 0)
}

function effortOf(effort: Effort, version: number): NonNullable<OutputConfig['effort']> {
  if (effort === 'minimal') return 'low'
  return effort === 'xhigh' && version < 407 ? 'high' : effort
}

const budgets: Readonly<Record<Effort, number>> = {
  minimal: 1024,
  low: 4096,
  medium: 10_000,
  high: 20_000,
  xhigh: 31_000,
}

/** What a budget leaves for the answer. */
const answerTokens = 4096

/** The API wants at least 1024, and less than `max_tokens`; an answer too short for both is not thought about. */
function budgetParams(version: number, effort: Effort, maxTokens: number): ThinkingParams {
  const budget = Math.min(budgets[effort], maxTokens - answerTokens)
  return version < 307 || budget < 1024 ? {} : { thinking: { type: 'enabled', budget_tokens: budget } }
}
