import { expect, test } from 'vitest'
import { leftBehind } from '../../../cli/remote/left-behind.ts'

const nothing = { results: 0, calls: 0, answers: 0 }

test('what a worker leaves is counted, with what becomes of it', () => {
  expect(leftBehind(nothing)).toBe(null)
  expect(leftBehind({ ...nothing, results: 2, calls: 1 })).toBe(
    'lost 2 results that could not be stored and 1 call under way: not run again, the model is told that the outcome is unknown',
  )
  expect(leftBehind({ ...nothing, answers: 1 })).toBe('lost the answer of a model under way, which is asked again')
  expect(leftBehind({ ...nothing, results: 1, answers: 1 })).toMatch(/^lost 1 result that .* unknown; the answer of/)
})
