/** Wire format a session is pinned to for life. */
export type ApiKind = 'openai-responses' | 'anthropic-messages' | 'openai-chat'

/** Family of tool names and shapes a model was trained on. */
export type Dialect = 'anthropic' | 'openai' | 'plain'

/** How hard the model is asked to think; mapped by each adapter to what its API takes. */
export type Effort = 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'

/**
 * Why a generation stopped, after mapping every provider's own words.
 * `pause`: the provider wants to be called again with what it returned.
 */
export type StopReason = 'end' | 'tool-calls' | 'max-output' | 'refusal' | 'content-filter' | 'pause' | 'stop-sequence'

/** Tokens billed for one generation. `inputTokens` includes the cached ones. */
export interface Usage {
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly cacheWriteTokens: number
  readonly outputTokens: number
  readonly reasoningTokens: number
}

/** What model calls took, and cost. */
export interface Bill {
  readonly usage: Usage
  /** Null when the catalogue has no price. */
  readonly costMicroUsd: number | null
  /** The provider billed this at least: a call was interrupted before it could say all. */
  readonly isLowerBound?: true
}

/** Why a model call failed, whatever the provider calls it. */
export type ModelErrorCode =
  | 'auth'
  | 'quota'
  | 'rate-limit'
  | 'overloaded'
  | 'server'
  | 'network'
  | 'stream-cut'
  | 'timeout'
  | 'context-overflow'
  | 'bad-request'
  | 'not-found'
  | 'malformed-response'
  | 'empty-response'
  | 'unmapped-stop'
  | 'aborted'
  | 'internal'

/** What may happen to a tool call whose process died: see DESIGN section 5. */
export type EffectClass = 'pure' | 'transactional' | 'keyed' | 'adoptable' | 'opaque'
