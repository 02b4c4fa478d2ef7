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
  asks: null,
})
const commands: readonly CompletableCommand[] = [
  { words: ['log'], summary: "Print a session's log", asks: null, argValues: [], flags: [flag('json', null, null)] },
  {
    words: ['run'],
    summary: 'Run',
    asks: null,
    argValues: [],
    flags: [
      flag('color', 'k', ['auto', 'never']),
      flag('file', 'o', []),
      { ...flag('model', 'm', []), asks: 'models' },
      { ...flag('resume', 'r', []), asks: 'sessions' },
      { ...flag('remote', null, []), asks: 'remotes' },
    ],
  },
  { words: ['config', 'set'], summary: 'Set', asks: null, argValues: ['model', 'theme'], flags: [] },
  { words: ['sessions', 'list'], summary: 'List', asks: null, argValues: [], flags: [flag('all', 'a', null)] },
  { words: ['sessions', 'show'], summary: 'Show', asks: 'sessions', argValues: [], flags: [] },
]

/** What bash offers after these words; the last one is being typed. `answers` is what `lightspeed complete` prints. */
function complete(
  words: readonly string[],
  answers: Readonly<Record<string, string>> = {},
  breaks = ' =:',
): readonly string[] {
  const line = ['lightspeed', ...words].join(' ')
  const quoted = line.replaceAll("'", "'\\''")
  const asked = Object.entries(answers).map(([what, text]) => `${what}) printf '${text}' ;;`)
  const script = `${bashCompletion(commands)}
lightspeed() { case $2 in ${asked.join(' ')} *) ;; esac }
COMP_WORDBREAKS='${breaks}'; COMP_LINE='${quoted}'; COMP_POINT=${line.length}; COMPREPLY=()
_lightspeed; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' })
    .split('\n')
    .filter((offered) => offered !== '')
}

test('bash completes commands, their second words, flags and the values of flags', () => {
  expect(complete([''])).toEqual(expect.arrayContaining(['log', 'run', 'sessions', 'help']))
  expect(complete(['se'])).toEqual(['sessions'])
  expect(complete(['sessions', ''])).toEqual(['list', 'show'])
  expect(complete(['sessions', 'list', '--'])).toEqual(['--all', '--help'])
  expect(complete(['run', '--c'])).toEqual(['--color'])
  expect(complete(['run', '--color', ''])).toEqual(['auto', 'never'])
  expect(complete(['run', '-k', 'n'])).toEqual(['never'])
})

test('bash asks for sessions and models while it completes, and copes with colons', () => {
  const answers = {
    sessions: 'aaa111\\tfix it\\nweekly\\t$(rm)\\n',
    models: 'openai/gpt-5\\t\\nlocal/qwen:7b\\t\\nlocal/qwen:70b\\t\\n',
  }
  expect(complete(['sessions', 'show', ''], answers)).toEqual(['--help', 'aaa111', 'weekly'])
  expect(complete(['sessions', 'show', 'we'], answers)).toEqual(['weekly'])
  expect(complete(['run', '-m', 'op'], answers)).toEqual(['openai/gpt-5'])
  expect(complete(['run', '--model=local/'], answers)).toEqual(['local/qwen:7b', 'local/qwen:70b'])
  // bash replaces only what stands behind the last colon.
  expect(complete(['run', '-m', 'local/qwen:7'], answers)).toEqual(['7b', '70b'])
  expect(complete(['run', '-m', 'local/qwen:7'], answers, ' =')).toEqual(['local/qwen:7b', 'local/qwen:70b'])
})

test.each([
  ['', ['--help', 'aaa111', 'weekly', 'two\\ words', 'two:\\ again', "don\\'t\\ stop", "\\'quoted\\'"]],
  ['two', ['two\\ words', 'two:\\ again']],
  ['two\\ w', ['two\\ words']],
  ['"two w', ['two words']],
  ["'two", ['two words', 'two: again']],
  ["'two: ", ['two: again']],
  // bash replaces only what stands behind the last colon.
  ['two:', ['\\ again']],
  ["don\\'t", ["don\\'t\\ stop"]],
  ["'don", []],
])('bash offers names with blanks as they are to be written behind %j', (typed, offered) => {
  const sessions = `aaa111\\tx\\nweekly\\tx\\ntwo words\\tx\\ntwo: again\\tx\\ndon'\\''t stop\\tx\\n'\\''quoted'\\''\\tx\\n`
  expect(complete(['sessions', 'show', typed], { sessions })).toEqual(offered)
  expect(complete(['run', '"a prompt"', "it\\'s", '-r', typed], { sessions })).toEqual(
    offered.filter((word) => word !== '--help'),
  )
})

test('bash asks for sessions where the line says that they are, and for remotes', () => {
  // What was asked behind the word that is written.
  const answers = { sessions: 'at:%s\\t\\n%s\' "$4" \'', remotes: 'work\\t\\ndev\\t\\n' }
  expect(complete(['run', '-r', 'at'], answers, ' =')).toEqual(['at:'])
  expect(complete(['run', '--remote', 'work', '-r', 'at'], answers, ' =')).toEqual(['at:--remote=work'])
  expect(complete(['run', "--remote='work'", '-r', 'at'], answers, ' =')).toEqual(['at:--remote=work'])
  expect(complete(['run', '--remote', 'w'], answers)).toEqual(['work'])
})

test('bash offers what the first argument may be, and nothing of it for the second', () => {
  expect(complete(['config', 'set', ''])).toEqual(['model', 'theme', '--help'])
  expect(complete(['config', 'set', 'th'])).toEqual(['theme'])
  expect(complete(['config', 'set', 'theme', ''])).toEqual(['--help'])
  expect(complete(['config', 'set', 'theme', 'm'])).toEqual([])
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
