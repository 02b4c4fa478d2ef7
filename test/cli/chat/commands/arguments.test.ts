import { expect, test } from 'vitest'
import { exportedFile } from '../../../../cli/chat/commands/export.ts'
import { readSeq } from '../../../../cli/chat/commands/fork.ts'
import { themeCommand } from '../../../../cli/chat/commands/theme.ts'
import type { ChatDesk } from '../../../../cli/chat/commands/slash-command.ts'

test.each(['12', '--at 12', '--at=12'])('/fork %s forks at 12', (argument) => {
  expect(readSeq(argument)).toBe(12)
})

test.each(['0', '-1', '1.5', 'x', '--at', '12 13'])('/fork %s is refused with how it is written', (argument) => {
  expect(() => readSeq(argument)).toThrow('/fork SEQ')
})

test.each([
  ['', 's.md'],
  ['html', 's.html'],
  ['jsonl', 's.jsonl'],
  ['out.html', 'out.html'],
  ['my notes', 'my notes'],
])('/export %s writes %s', (argument, file) => {
  expect(exportedFile(argument, 's')).toBe(file)
})

test.each(['--format pdf', '-o', 'json'])('/export %s is refused with how it is written', (argument) => {
  expect(() => exportedFile(argument, 's')).toThrow('/export FILE, or /export md|html|jsonl')
})

test('/theme alone says which one it is and what there is', async () => {
  const said: string[] = []
  const desk = { config: { theme: 'light' }, say: (text: string) => said.push(text) } as unknown as ChatDesk
  await themeCommand.run('', desk)
  expect(said).toEqual(['the theme is light; there are dark, light, plain'])
})
