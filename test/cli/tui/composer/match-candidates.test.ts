import { expect, test } from 'vitest'
import { matchCandidates } from '../../../../cli/tui/composer/match-candidates.ts'
import { CompletionMenu } from '../../../../cli/tui/composer/completion-menu.ts'
import { draftOf, expand } from '../../../../cli/tui/editor/draft.ts'
import type { Candidate } from '../../../../cli/chat/commands/slash-command.ts'

const session = (value: string, name: string | null, words: string): Candidate => {
  return { value, summary: name ?? words, called: { name, words } }
}
const sessions = [
  session('ahmc491y5n1k', null, 'fix the parser'),
  session('kk77', null, 'what n1 means'),
  session('n1aa', null, 'begins like a name'),
  session('zz99', 'n1', 'the named one'),
  session('zz88', 'n1 again', 'another'),
]
const found = (typed: string) => matchCandidates(sessions, typed).map(({ value }) => value)

test.each([
  ['n1', ['zz99', 'n1aa', 'zz88', 'kk77']],
  ['5n1k', []],
  ['ahmc', ['ahmc491y5n1k']],
  ['PARSER', ['ahmc491y5n1k']],
  ['zz', ['zz99', 'zz88']],
])('of sessions %j finds the name, beginnings of ids, then words', (typed, expected) => {
  expect(found(typed)).toEqual(expected)
})

test('a value without a name is found by any part of it, in the given order', () => {
  const models = ['anthropic/opus', 'openai/gpt'].map((value) => ({ value, summary: '' }))
  expect(matchCandidates(models, 'op').map(({ value }) => value)).toEqual(['anthropic/opus', 'openai/gpt'])
  expect(matchCandidates(models, 'GPT').map(({ value }) => value)).toEqual(['openai/gpt'])
})

const models = ['openai/gpt-5.6-sol', 'openai/gpt-5', 'openai/gpt-5-mini'].map((value) => ({ value, summary: '' }))

function enter(typed: string, moves = 0): string | undefined {
  const commands = Object.entries({ resume: sessions, model: models }).map(([name, candidates]) => {
    return { name, about: '', completeArgument: (argument: string) => matchCandidates(candidates, argument) }
  })
  const menu = new CompletionMenu(() => ({ commands, paths: ['readme', 'README', 'README.md'] }))
  const draft = draftOf([typed])
  menu.update(draft)
  for (let move = 0; move < moves; move++) menu.move(1)
  const accepted = menu.accept(draft, true)
  return accepted === null ? undefined : expand(accepted.draft)
}

test.each([
  ['/resume n1', 0, '/resume n1'],
  ['/resume ahmc', 0, '/resume ahmc'],
  ['/resume parser', 0, '/resume ahmc491y5n1k'],
  ['/resume n1', 1, '/resume n1aa'],
  ['/resume zz', 0, '/resume zz99'],
  ['/model openai/gpt-5', 0, '/model openai/gpt-5'],
  ['/model openai/gpt-5', 1, '/model openai/gpt-5.6-sol'],
  ['/model gpt-5', 0, '/model openai/gpt-5.6-sol'],
  ['see @README', 0, 'see @README'],
])('Enter on %j moved by %i runs %j', (typed, moves, sent) => {
  expect(enter(typed, moves)).toBe(sent)
})

test('of two sessions with the typed name Enter takes none: the command says that there are two', () => {
  const twins = [session('a1', 'twin', ''), session('b1', 'twin', '')]
  expect(matchCandidates(twins, 'twin').map(({ isMeant }) => isMeant)).toEqual([true, false])
})

test('what is typed out is what Enter takes, though another was selected while it was typed', () => {
  const completeArgument = (argument: string) => matchCandidates(models, argument)
  const menu = new CompletionMenu(() => ({ commands: [{ name: 'model', about: '', completeArgument }], paths: [] }))
  menu.update(draftOf(['/model openai/gpt-']))
  menu.move(1)
  menu.move(1)
  const draft = draftOf(['/model openai/gpt-5'])
  menu.update(draft)
  expect(menu.accept(draft, true)).toEqual({ draft, sends: true })
})
