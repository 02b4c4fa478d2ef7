import type { SessionConfig } from '../machine/session/state.ts'
import type { ApiKind, Usage } from '../values/model-facts.ts'
import type { Model, ModelFormat } from './model.ts'

/** What a session's config says of its model. */
export type ModelChoice = Pick<SessionConfig, 'api' | 'provider' | 'model' | 'effort'>

/** Where models come from. */
export interface Models {
  /** @throws ModelError when the provider or its key is not configured; anything else says that this place is at fault */
  open(choice: ModelChoice): Promise<Model>
  /** The pure half, to be had without a key. */
  format(api: ApiKind): Promise<ModelFormat>
  /** Millionths of a US dollar; null when the price is not known. */
  cost(choice: ModelChoice, usage: Usage): number | null
  /** Wait before the next attempt in ms, or null when the failure is final. */
  retryDelay(
    attempt: number,
    failure: { readonly retryable: boolean; readonly retryAfterMs: number | null },
  ): number | null
}
