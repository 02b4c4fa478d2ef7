import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { bashCompletion } from '../../../cli/completion/bash.ts'
import type { CompletableCommand } from '../../../cli/completion/completable.ts'
import { fishCompletion } from '../../../cli/completion/fish.ts'
import { zshCompletion } from '../../../cli/completion/zsh.ts'

const flag = (name: string, char: string | null, values: readonly string[] | null) => ({
  name,
  char,
  description: `the person's ${name} [x]: y`,
  takesValue: values !== null,
  values: values ?? [],
})
const commands: readonly CompletableCommand[] = [
  { words: ['log'], summary: "Print a session's log", takesSession: false, flags: [flag('json', null, null)] },
  {
    words: ['run'],
    summary: 'Run',
    takesSession: false,
    flags: [flag('color', 'k', ['auto', 'never']), flag('file', 'o', [])],
  },
  { words: ['sessions', 'list'], summary: 'List', takesSession: false, flags: [flag('all', 'a', null)] },
  { words: ['sessions', 'show'], summary: 'Show', takesSession: false, flags: [] },
]

/** What bash offers after these words; the last one is being typed. */
function complete(...words: readonly string[]): readonly string[] {
  const script = `${bashCompletion(commands)}
COMP_WORDS=(lightspeed ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; COMPREPLY=()
_lightspeed; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
}

test('bash completes commands, their second words, flags and the values of flags', () => {
  expect(complete('')).toEqual(expect.arrayContaining(['log', 'run', 'sessions', 'help']))
  expect(complete('se')).toEqual(['sessions'])
  expect(complete('sessions', '')).toEqual(['list', 'show'])
  expect(complete('sessions', 'list', '--')).toEqual(['--all', '--help'])
  expect(complete('run', '--c')).toEqual(['--color'])
  expect(complete('run', '--color', '')).toEqual(['auto', 'never'])
  expect(complete('run', '-k', 'n')).toEqual(['never'])
})

test('quotes and brackets in summaries do not break the scripts', () => {
  expect(zshCompletion(commands)).toContain(`'*--json[the person'\\''s json  x   y]'`)
  expect(fishCompletion(commands)).toContain(`-l json -d 'the person\\'s json [x]: y'`)
})

test('fish offers the words of a topic only behind it', () => {
  const line = fishCompletion(commands)
    .split('\n')
    .find((candidate) => candidate.includes('-a list'))
  expect(line).toContain('__fish_seen_subcommand_from sessions; and not __fish_seen_subcommand_from list show')
})
