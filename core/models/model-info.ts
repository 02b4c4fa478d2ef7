import type { ApiKind, Dialect, Effort } from '../values/model-facts.ts'

/** US dollars per million tokens, which is micro-dollars per token. */
export interface Price {
  readonly input: number
  readonly cachedInput: number
  readonly cacheWrite: number
  readonly output: number
}

/** What a whole request costs once its input is longer than that. */
export interface LongPrice {
  readonly aboveInputTokens: number
  readonly price: Price
}

/** What is known of a model besides its name; null is not known. */
export interface ModelFacts {
  readonly windowTokens: number | null
  readonly maxOutputTokens: number | null
  readonly price: Price | null
  readonly longPrice: LongPrice | null
  /** Efforts it takes, lowest first; empty: none at all. */
  readonly efforts: readonly Effort[] | null
  /** Whether input may hold images. */
  readonly takesImages: boolean | null
}

/** A model that can be asked for as `<provider>/<id>`. */
export interface ModelInfo extends ModelFacts {
  readonly provider: string
  readonly id: string
  readonly api: ApiKind
  readonly dialect: Dialect
}

/** A model of which only the name is known. */
export const noFacts: ModelFacts = {
  windowTokens: null,
  maxOutputTokens: null,
  price: null,
  longPrice: null,
  efforts: null,
  takesImages: null,
}

/** Every effort there is, lowest first. */
export const allEfforts: readonly Effort[] = ['minimal', 'low', 'medium', 'high', 'xhigh']
