import { expect, test } from 'vitest'
import { readSlash, slashCommands } from '../../../cli/chat/commands/index.ts'

test('a command is read with its argument, which may have several lines', () => {
  expect(readSlash('/rename  my work ', slashCommands)).toMatchObject({
    command: { name: 'rename' },
    argument: 'my work',
  })
  expect(readSlash('/diff', slashCommands)).toMatchObject({ command: { name: 'diff' }, argument: '' })
  expect(readSlash('/rename a\nb', slashCommands).argument).toBe('a\nb')
})

test.each([
  ['/hepl', 'there is no /hepl; did you mean /help?'],
  ['/zzzzzzzz', 'there is no /zzzzzzzz; /help lists what there is'],
])('%s: %s', (text, message) => {
  expect(() => readSlash(text, slashCommands)).toThrow(message)
})

test('no two commands have the same name', () => {
  const names = slashCommands.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
