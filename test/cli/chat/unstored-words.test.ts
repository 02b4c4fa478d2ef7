import { expect, test } from 'vitest'
import { unstoredWords } from '../../../cli/chat/unstored-words.ts'

const draft = { text: 'a prompt', isDraft: true }

test('nothing is said of what is stored', () => {
  expect(unstoredWords([])).toEqual([])
})

test('what is a draft is told apart from what nobody keeps, which is named', () => {
  const lost = [{ text: '/rename X', isDraft: false }, draft, { text: 'interruption', isDraft: false }]
  expect(unstoredWords([draft])).toEqual([expect.stringContaining('kept as a draft')])
  expect(unstoredWords(lost)).toEqual([
    expect.stringContaining('kept as a draft'),
    'not known to be stored, and kept by nobody: /rename X, interruption',
  ])
})
