import { describe, expect, test } from 'vitest'
import { catalogueOf, costMicroUsd, factsOf } from '../../../core/models/catalogue.ts'

const usage = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }
const price = { input: 2, cachedInput: 0.1, cacheWrite: 2.5, output: 10 }

describe('cost', () => {
  test('cached and written input are taken out of the input before each is priced', () => {
    const used = { ...usage, inputTokens: 1000, cachedInputTokens: 600, cacheWriteTokens: 300, outputTokens: 50 }
    expect(costMicroUsd({ price, longPrice: null }, used)).toBe(100 * 2 + 600 * 0.1 + 300 * 2.5 + 50 * 10)
  })

  test('reasoning is part of the output and not paid twice', () => {
    expect(costMicroUsd({ price, longPrice: null }, { ...usage, outputTokens: 5, reasoningTokens: 4 })).toBe(50)
  })

  test('a long request is priced whole at the long rate, one at the limit is not', () => {
    const longPrice = { aboveInputTokens: 100, price: { ...price, input: 4 } }
    expect(costMicroUsd({ price, longPrice }, { ...usage, inputTokens: 100 })).toBe(200)
    expect(costMicroUsd({ price, longPrice }, { ...usage, inputTokens: 101 })).toBe(404)
  })

  test('without a price there is no cost, and a broken usage is never negative', () => {
    expect(costMicroUsd({ price: null, longPrice: null }, usage)).toBeNull()
    expect(costMicroUsd({ price, longPrice: null }, { ...usage, inputTokens: 10, cachedInputTokens: 20 })).toBe(2)
  })
})

describe('catalogue', () => {
  test('a dated name has the facts of the undated one, an unknown name has none', () => {
    const claude = catalogueOf('anthropic')
    expect(factsOf(claude, 'claude-haiku-4-5-20251001')).toBe(factsOf(claude, 'claude-haiku-4-5'))
    expect(factsOf(claude, 'claude-haiku-4-5').windowTokens).toBe(200_000)
    expect(factsOf(catalogueOf('openai'), 'gpt-5.4-2026-03-05').windowTokens).toBe(1_050_000)
    expect(factsOf(claude, 'claude-unheard-of')).toMatchObject({
      windowTokens: null,
      price: null,
      efforts: null,
      takesImages: null,
    })
    expect(factsOf(claude, 'toString').windowTokens).toBeNull()
    expect(catalogueOf('nobody')).toEqual({})
  })

  test.each(['openai', 'anthropic', 'demo'])('every entry of %s makes sense', (provider) => {
    const entries = Object.entries(catalogueOf(provider))
    expect(entries.length).toBeGreaterThan(0)
    for (const [id, { windowTokens, maxOutputTokens, price: known, longPrice }] of entries) {
      expect(maxOutputTokens ?? 0, id).toBeLessThan(windowTokens ?? 0)
      if (known === null) continue
      expect(known.cachedInput, id).toBeLessThanOrEqual(known.input)
      expect(known.cacheWrite, id).toBeGreaterThanOrEqual(known.input)
      expect(known.output, id).toBeGreaterThanOrEqual(known.input)
      if (longPrice !== null) expect(longPrice.price.input, id).toBeGreaterThan(known.input)
    }
  })
})
