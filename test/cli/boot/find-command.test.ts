import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commandWords, findCommand } from '../../../cli/boot/find-command.ts'

const commands = fileURLToPath(new URL('../../../cli/commands', import.meta.url))
const find = (...argv: string[]) => {
  const found = findCommand(commands, '.ts', argv)
  return found && { file: found.file.slice(commands.length), argv: found.argv }
}

test('a command is its file, and what follows is its command line', () => {
  expect(find('run', '-c', 'list')).toEqual({ file: '/run.ts', argv: ['-c', 'list'] })
  expect(find('sessions', 'list', '--all')).toEqual({ file: '/sessions/list.ts', argv: ['--all'] })
  expect(find('config')).toEqual({ file: '/config/index.ts', argv: [] })
  expect(find('sessions', '--all')).toEqual({ file: '/sessions/index.ts', argv: ['--all'] })
  expect(find('config', 'get', 'model')).toEqual({ file: '/config/get.ts', argv: ['model'] })
})

test('a word that is no command finds nothing, nor does a path', () => {
  for (const word of ['', 'runn', '../run', 'auth', '--json', 'RUN', 'fix it']) expect(find(word)).toBeNull()
})

test('the first words are the files and directories of commands', () => {
  expect(commandWords(commands)).toEqual(expect.arrayContaining(['run', 'sessions', 'config', 'doctor']))
})
