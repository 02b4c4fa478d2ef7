import { expect, test } from 'vitest'
import { contextTokens, statusSegments } from '../../../cli/chat/status.ts'
import { initialState } from '../../../core/machine/state.ts'

const facts = { model: 'm', usage: null, costMicroUsd: null, filesChanged: 0, queued: 0, others: 0, remarks: [] }
const shown = (tokens: number, compactions: number) => {
  const context = { ...initialState.context, tokens, compactions }
  return statusSegments({ ...facts, contextShare: tokens / 1000, contextTokens: contextTokens(context) }).map(
    ({ text }) => text,
  )
}

test('the context keeps its place after a compaction, where only the next answer tells its size', () => {
  expect(shown(0, 0)).toEqual(['m'])
  expect(shown(500, 0)).toEqual(['m', 'context 50%'])
  expect(shown(0, 1)).toEqual(['m', 'context ?'])
})
