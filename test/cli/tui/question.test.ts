import { expect, test } from 'vitest'
import { Question } from '../../../cli/tui/question.ts'

const asked = () => {
  const question = new Question(() => undefined)
  return { question, answer: question.ask('sure?', ['y', 'n']) }
}

test('one of its keys answers it, in any case; others do nothing', async () => {
  const { question, answer } = asked()
  question.hear({ kind: 'text', text: 'x' })
  question.hear({ kind: 'key', key: 'enter' })
  expect(question.text).toBe('sure?')
  question.hear({ kind: 'text', text: 'Y' })
  expect(await answer).toBe('y')
  expect(question.text).toBeNull()
})

test.each(['escape', 'ctrl+c'])('%s leaves it without an answer', async (key) => {
  const { question, answer } = asked()
  question.hear({ kind: 'key', key })
  expect(await answer).toBeNull()
})

test('another question ends the one before', async () => {
  const { question, answer } = asked()
  void question.ask('and now?', ['y'])
  expect(await answer).toBeNull()
  expect(question.text).toBe('and now?')
})
