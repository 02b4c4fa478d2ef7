import { expect, test } from 'vitest'
import { ChatKeys } from '../../../cli/tui/chat-keys.ts'
import type { Input } from '../../../cli/tui/keys/read-input.ts'

const text = (typed: string): Input => ({ kind: 'text', text: typed })
const escape: Input = { kind: 'key', key: 'escape' }

/** Keys of a chat, and who heard what; Esc leaves the question. */
function listening(typed: readonly Input[] = []) {
  const heard: string[] = []
  const told = (who: string) => (input: Input) => void heard.push(`${who} ${'key' in input ? input.key : input.text}`)
  const question = {
    text: null as string | null,
    hear: (input: Input) => {
      told('question')(input)
      if (input.kind === 'key' && input.key === 'escape') question.text = null
    },
  }
  const keys = new ChatKeys({ question, box: { hear: told('box') }, pulse: { now: () => undefined } }, typed)
  return { keys, question, heard }
}

test('what was typed before the first paint comes first, and is heard once there is a screen', () => {
  const { keys, heard } = listening([text('typed on the screen before')])
  keys.hear([text('typed at first sight')])
  expect(heard).toEqual([])
  keys.begin()
  keys.hear([text('later')])
  expect(heard).toEqual(['box typed on the screen before', 'box typed at first sight', 'box later'])
})

test('what is typed after the person left is for the next session, and nobody here hears it', () => {
  const { keys, heard } = listening()
  keys.begin()
  const typed = keys.leave()
  keys.hear([text('a'), text('b')])
  expect(keys.leave()).toBe(typed)
  expect(typed).toEqual([text('a'), text('b')])
  expect(heard).toEqual([])
})

test('whoever leaves before the first paint takes along what they typed', () => {
  const { keys, heard } = listening([text('a')])
  keys.hear([text('b')])
  const typed = keys.leave()
  keys.begin()
  expect(typed).toEqual([text('a'), text('b')])
  expect(heard).toEqual([])
})

test('an open question hears keys, but a paste goes into the input', () => {
  const { keys, question, heard } = listening()
  keys.begin()
  question.text = 'really?'
  keys.hear([text('y'), { kind: 'paste', text: 'pasted' }, escape, text('z')])
  expect(heard).toEqual(['question y', 'box pasted', 'question escape', 'box z'])
})

test('Esc and a key at once leave a question, and the key goes into the input', () => {
  const { keys, question, heard } = listening()
  keys.begin()
  question.text = 'really?'
  keys.hear([{ kind: 'key', key: 'alt+y', apart: [escape, text('y')] }])
  expect(heard).toEqual(['question escape', 'box y'])
})
