import { expect, test } from 'vitest'
import { contextReport } from '../../../../cli/chat/commands/context.ts'
import { initialState } from '../../../../core/machine/state.ts'
import { testItem } from '../../../support/simulator.ts'

const fixed = { instructionsBytes: 1000, toolsBytes: 3000 }
const items = [{ ...testItem('user', 1), sizeBytes: 4000, imageBytes: 3600, turnId: null }]

test('instructions and tools have rows of their own in what fills the window', () => {
  expect(contextReport({ session: null, context: { ...initialState.context, items, tokens: 5000 } }, fixed)).toBe(
    [
      '5.0k tokens, 1 item',
      'what you said  1  4.0k bytes  50%',
      'tools             3.0k bytes  38%',
      'instructions      1.0k bytes  13%',
    ].join('\n'),
  )
})

test('what no answer has told yet is an estimate, to which images add nothing', () => {
  const report = contextReport({ session: null, context: { ...initialState.context, items, compactions: 1 } }, fixed)
  expect(report).toMatch(/^about 1\.1k tokens, 1 item; the next answer tells exactly\n/)
})
