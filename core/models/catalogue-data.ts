import type { Effort } from '../values/model-facts.ts'
import type { ModelFacts, Price } from './model-info.ts'

// List prices and limits as published in November 2026:
// developers.openai.com/api/docs/pricing, platform.claude.com/docs/en/about-claude/pricing.
// A price that could not be made certain is left out. A person's config file overrides any of this.

const minimalToHigh: readonly Effort[] = ['minimal', 'low', 'medium', 'high']
const lowToHigh: readonly Effort[] = ['low', 'medium', 'high']
const lowToXhigh: readonly Effort[] = ['low', 'medium', 'high', 'xhigh']

type Prices = readonly [input: number, cachedInput: number, cacheWrite: number, output: number]

function toPrice([input, cachedInput, cacheWrite, output]: Prices): Price {
  return { input, cachedInput, cacheWrite, output }
}

function model(
  windowTokens: number,
  maxOutputTokens: number,
  efforts: readonly Effort[],
  prices: Prices | null,
): ModelFacts {
  const price = prices === null ? null : toPrice(prices)
  // Every model listed here sees.
  return { windowTokens, maxOutputTokens, efforts, price, longPrice: null, takesImages: true }
}

/** OpenAI's models with the long window: beyond 272,000 tokens of input, input doubles and output costs half more. */
function longOpenAi(prices: Prices | null): ModelFacts {
  const facts = model(1_050_000, 128_000, lowToXhigh, prices)
  if (prices === null) return facts
  const [input, cachedInput, cacheWrite, output] = prices
  const price = toPrice([input * 2, cachedInput * 2, cacheWrite * 2, output * 1.5])
  return { ...facts, longPrice: { aboveInputTokens: 272_000, price } }
}

function longClaude(prices: Prices): ModelFacts {
  return model(1_000_000, 128_000, lowToXhigh, prices)
}

const openai: Readonly<Record<string, ModelFacts>> = {
  'gpt-6.2-astra': longOpenAi([8, 0.4, 10, 40]),
  'gpt-6.2-sol': longOpenAi([2, 0.1, 2.5, 10]),
  'gpt-6.1-sol': longOpenAi([2, 0.1, 2.5, 10]),
  'gpt-6.1-terra': longOpenAi([1, 0.05, 1.25, 5]),
  'gpt-6-astra': longOpenAi([10, 1, 12.5, 50]),
  'gpt-6-sol': longOpenAi([2, 0.2, 2.5, 10]),
  'gpt-6-luna': longOpenAi([0.1, 0.01, 0.125, 0.5]),
  // Its reduced price was promised until 21 November 2026 only.
  'gpt-5.6-sol': longOpenAi(null),
  'gpt-5.6-terra': longOpenAi([2, 0.2, 2.5, 12]),
  'gpt-5.6-luna': longOpenAi([0.2, 0.02, 0.25, 1.2]),
  'gpt-5.5': longOpenAi([5, 0.5, 5, 30]),
  'gpt-5.4': longOpenAi([2.5, 0.25, 2.5, 15]),
  'gpt-5.4-mini': model(400_000, 128_000, lowToXhigh, [0.75, 0.075, 0.75, 4.5]),
  'gpt-5.4-nano': model(400_000, 128_000, lowToXhigh, [0.2, 0.02, 0.2, 1.25]),
  'gpt-5.2': model(400_000, 128_000, lowToXhigh, [1.75, 0.175, 1.75, 14]),
  'gpt-5.1': model(400_000, 128_000, lowToHigh, [1.25, 0.125, 1.25, 10]),
  'gpt-5': model(400_000, 128_000, minimalToHigh, [1.25, 0.125, 1.25, 10]),
  'gpt-5-mini': model(400_000, 128_000, minimalToHigh, [0.25, 0.025, 0.25, 2]),
  'gpt-5-nano': model(400_000, 128_000, minimalToHigh, [0.05, 0.005, 0.05, 0.4]),
  'gpt-4.1': model(1_047_576, 32_768, [], [2, 0.5, 2, 8]),
  'gpt-4.1-mini': model(1_047_576, 32_768, [], [0.4, 0.1, 0.4, 1.6]),
}

const haiku55 = longClaude([0.1, 0.01, 0.125, 0.5])
const haiku55Long = { aboveInputTokens: 100_000, price: toPrice([0.5, 0.05, 0.625, 2.5]) }

/** Cache writes at the price of the five-minute cache, which is the one in use. */
const anthropic: Readonly<Record<string, ModelFacts>> = {
  'claude-fable-5-1': longClaude([10, 0.25, 12.5, 50]),
  'claude-opus-5-5': longClaude([4, 0.2, 5, 20]),
  'claude-sonnet-5-5': longClaude([2, 0.1, 2.5, 10]),
  'claude-haiku-5-5': { ...haiku55, longPrice: haiku55Long },
  'claude-fable-5': longClaude([10, 1, 12.5, 50]),
  'claude-opus-5': longClaude([5, 0.5, 6.25, 25]),
  'claude-sonnet-5': longClaude([2, 0.2, 2.5, 10]),
  'claude-opus-4-8': longClaude([5, 0.5, 6.25, 25]),
  'claude-opus-4-7': longClaude([5, 0.5, 6.25, 25]),
  'claude-opus-4-6': model(1_000_000, 128_000, lowToHigh, [5, 0.5, 6.25, 25]),
  'claude-sonnet-4-6': model(1_000_000, 64_000, lowToHigh, [3, 0.3, 3.75, 15]),
  'claude-opus-4-5': model(200_000, 64_000, lowToHigh, [5, 0.5, 6.25, 25]),
  'claude-sonnet-4-5': model(200_000, 64_000, lowToHigh, [3, 0.3, 3.75, 15]),
  'claude-haiku-4-5': model(200_000, 64_000, lowToHigh, [1, 0.1, 1.25, 5]),
}

const demo: Readonly<Record<string, ModelFacts>> = {
  scripted: model(200_000, 8_192, [], [0, 0, 0, 0]),
}

/** Provider to model id to what is known of it, the models to suggest first. */
export const catalogueData: ReadonlyMap<string, Readonly<Record<string, ModelFacts>>> = new Map([
  ['openai', openai],
  ['anthropic', anthropic],
  ['demo', demo],
])
