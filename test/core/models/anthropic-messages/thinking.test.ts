import { expect, test } from 'vitest'
import { betasOf, claudeVersion, thinkingParams } from '../../../../core/models/anthropic-messages/thinking.ts'
import type { Effort } from '../../../../core/values/model-facts.ts'
import { ask, modelOver, plainRequest, whole, wire } from '../replay.ts'

const params = (model: string, effort: Effort | null, maxTokens = 32_000): object =>
  thinkingParams({ ...plainRequest, model, effort }, maxTokens)

const readable = { type: 'adaptive', display: 'summarized' }
const bound = { ...readable, block_binding: { prefix_mismatch_behavior: 'drop_block' } }

test.each([
  ['claude-opus-5-5', 505],
  ['claude-sonnet-5', 500],
  ['claude-opus-4-10', 410],
  ['claude-opus-4-6', 406],
  ['claude-haiku-4-5-20251001', 405],
  ['claude-sonnet-4-20250514', 400],
  ['claude-3-7-sonnet-20250219', 307],
  ['claude-2.1', 201],
  ['anthropic/claude-opus-4.5', 405],
  ['us.anthropic.claude-sonnet-4-6-v1:0', 406],
  ['claude-mythos-preview', 9900],
  ['some-model', null],
  ['notclaude-5', null],
])('%s is version %s', (model, version) => {
  expect(claudeVersion(model)).toBe(version)
})

test.each([
  ['claude-opus-5-5', null, { thinking: bound }],
  ['claude-opus-5-5', 'xhigh', { thinking: bound, output_config: { effort: 'xhigh' } }],
  ['claude-opus-5-5', 'minimal', { thinking: bound, output_config: { effort: 'low' } }],
  ['claude-sonnet-5', null, { thinking: readable }],
  ['claude-opus-4-8', null, {}],
  ['claude-opus-4-8', 'medium', { thinking: readable, output_config: { effort: 'medium' } }],
  ['claude-opus-4-6', 'xhigh', { thinking: readable, output_config: { effort: 'high' } }],
  ['claude-haiku-4-5', null, {}],
  ['claude-haiku-4-5', 'high', { thinking: { type: 'enabled', budget_tokens: 20_000 } }],
  ['claude-3-5-sonnet-20241022', 'high', {}],
  ['kimi-k3', null, {}],
  ['kimi-k3', 'high', { output_config: { effort: 'high' } }],
] as const)('%s with effort %s', (model, effort, expected) => {
  expect(params(model, effort)).toEqual(expected)
})

test('a budget leaves room for the answer', () => {
  expect(params('claude-sonnet-4-5', 'xhigh', 8000)).toEqual({ thinking: { type: 'enabled', budget_tokens: 3904 } })
  expect(params('claude-sonnet-4-5', 'xhigh', 5000)).toEqual({})
})

test('the beta that a body uses goes into a header, and into no other request', async () => {
  const headers: (string | null)[] = []
  for (const model of ['claude-opus-5-5', 'claude-opus-4-8']) {
    const fetch = (async (_: unknown, init: RequestInit) => {
      headers.push(new Headers(init.headers).get('anthropic-beta'))
      return whole(wire('anthropic-messages', 'answer'))
    }) as typeof globalThis.fetch
    await ask(
      modelOver('anthropic-messages', () => whole(Buffer.from('')), { fetch }),
      { model },
    )
  }
  expect(headers).toEqual(['thinking-binding-controls-2026-08-01', null])
  expect(betasOf({ thinking: bound })).toBe(headers[0])
  expect(betasOf({ thinking: readable })).toBeNull()
})
