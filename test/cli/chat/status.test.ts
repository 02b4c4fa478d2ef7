import { expect, test } from 'vitest'
import { contextShare, contextTokens, fitSegments, statusSegments, type StatusFacts } from '../../../cli/chat/status.ts'
import { initialState } from '../../../core/machine/state.ts'

const usage = {
  inputTokens: 12_300,
  cachedInputTokens: 9_900,
  cacheWriteTokens: 0,
  outputTokens: 127,
  reasoningTokens: 0,
}
const facts: StatusFacts = {
  model: 'gpt-5.5:high',
  contextShare: 0.123,
  contextTokens: 24_600,
  usage,
  costMicroUsd: 19_700,
  isLowerBound: false,
  filesChanged: 2,
  queued: 1,
  others: 1,
  server: null,
  remarks: ['unconfined'],
}
const fit = (columns: number, some: Partial<StatusFacts> = {}) =>
  fitSegments(statusSegments({ ...facts, ...some }), columns, ' · ', (text) => text.length).join(' · ')

test.each([
  [
    200,
    'gpt-5.5:high · context 12% · 12.3k in (9.9k cached) 127 out · $0.0197 · 2 files to apply · 1 queued · 1 other here · unconfined',
  ],
  [105, 'gpt-5.5:high · ctx 12% · ↑12.3k (9.9k) ↓127 · $0.0197 · 2 unapplied · 1 queued · +1 here · unconfined'],
  [70, 'gpt-5.5:high · ctx 12% · $0.0197 · 2 unapplied · +1 here · unconfined'],
  [40, 'ctx 12% · 2 unapplied · unconfined'],
  [5, 'unconfined'],
])('in %i columns: %s', (columns, line) => {
  expect(fit(columns)).toBe(line)
})

test('a session of a server names it where there is room', () => {
  expect(fit(200, { server: 'work' })).toMatch(/1 other here · on work · unconfined$/)
  expect(fit(127, { server: 'work' })).toBe(fit(127))
})

test('what is nothing is left out, and what is not known says so', () => {
  const nothing = { contextTokens: 0, usage: null, filesChanged: 0, queued: 0, others: 0, remarks: [] }
  expect(fit(200, nothing)).toBe('gpt-5.5:high')
  expect(fit(200, { ...nothing, contextTokens: 900, contextShare: null })).toBe('gpt-5.5:high · context 900')
  expect(fit(200, { ...nothing, usage, costMicroUsd: null })).toContain('cost unknown')
})

test('a lower bound says so, also when nothing is known', () => {
  const line = fit(200, { isLowerBound: true })
  expect(line).toContain('≥12.3k in (9.9k cached) ≥127 out · ≥$0.0197')
  const none = { ...usage, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }
  expect(fit(60, { usage: none, costMicroUsd: 0, isLowerBound: true, remarks: [] })).toContain('≥$0.00')
})

test('the share of the window is known where its size is, and never more than all of it', () => {
  const state = (tokens: number, windowTokens: number | null) =>
    contextShare({ context: { tokens }, session: { windowTokens } } as Parameters<typeof contextShare>[0])
  expect(state(50, 200)).toBe(0.25)
  expect(state(500, 200)).toBe(1)
  expect(state(50, null)).toBeNull()
})

const shown = (tokens: number, compactions: number) => {
  const context = { ...initialState.context, tokens, compactions }
  const nothing = { usage: null, costMicroUsd: null, filesChanged: 0, queued: 0, others: 0, remarks: [] }
  return statusSegments({
    ...facts,
    ...nothing,
    model: 'm',
    contextShare: tokens / 1000,
    contextTokens: contextTokens(context),
  }).map(({ text }) => text)
}

test('the context keeps its place after a compaction, where only the next answer tells its size', () => {
  expect(shown(0, 0)).toEqual(['m'])
  expect(shown(500, 0)).toEqual(['m', 'context 50%'])
  expect(shown(0, 1)).toEqual(['m', 'context ?'])
})
