import type { Usage } from '../values/model-facts.ts'
import { catalogueData } from './catalogue-data.ts'
import type { ModelFacts } from './model-info.ts'
import { noFacts } from './model-info.ts'

/** The catalogue's entries for a provider, best known first. */
export function catalogueOf(provider: string): Readonly<Record<string, ModelFacts>> {
  return catalogueData.get(provider) ?? {}
}

/** The entry for an id; `gpt-5.4-2026-03-05` and `claude-haiku-4-5-20251001` are found by their undated names. */
export function factsOf(models: Readonly<Record<string, ModelFacts>>, id: string): ModelFacts {
  const undated = id.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '')
  const known = [id, undated].find((name) => Object.hasOwn(models, name))
  return (known === undefined ? undefined : models[known]) ?? noFacts
}

/** What one generation costs, in millionths of a US dollar, rounded; null without a price. */
export function costMicroUsd(
  { price, longPrice }: Pick<ModelFacts, 'price' | 'longPrice'>,
  usage: Usage,
): number | null {
  const long = longPrice !== null && usage.inputTokens > longPrice.aboveInputTokens
  const applied = long ? longPrice.price : price
  if (applied === null) return null
  const { cachedInputTokens, cacheWriteTokens, outputTokens } = usage
  const plainInputTokens = Math.max(0, usage.inputTokens - cachedInputTokens - cacheWriteTokens)
  return Math.round(
    plainInputTokens * applied.input +
      cachedInputTokens * applied.cachedInput +
      cacheWriteTokens * applied.cacheWrite +
      outputTokens * applied.output,
  )
}
