import { expect, test } from 'vitest'
import { candidateLines, remoteCandidates, sessionCandidates } from '../../../cli/completion/complete.ts'
import type { SessionId } from '../../../core/values/ids.ts'

const session = (id: string, name: string | null, title: string) => ({
  ...{ id: id as SessionId, name, title, directory: '/', model: 'm/x', createdAt: 1, updatedAt: 1, head: 1 },
})

test('sessions are offered by id, and by name where no shell makes anything else of it once it is quoted', () => {
  const sessions = [
    session('aaa111', null, 'fix the dates'),
    session('bbb222', 'weekly', 'collect\tfigures\nnow'),
    session('ccc333', 'two words', 'x'),
    session('ddd444', '$(touch owned)', 'x\u001b[2J'),
    session('eee444', "don't (ever) stop!", 'x'),
    session('fff444', 'a\u202eb', 'x'),
    session('eee555', '-rf', 'y'.repeat(200)),
  ]
  expect(candidateLines(sessionCandidates(sessions)).trimEnd().split('\n')).toEqual([
    'aaa111\tfix the dates',
    'bbb222\tweekly',
    'weekly\tcollect figures now',
    'ccc333\ttwo words',
    'two words\tx',
    'ddd444\t$(touch owned)',
    "eee444\tdon't (ever) stop!",
    "don't (ever) stop!\tx",
    'fff444\ta⟨U+202E⟩b',
    `eee555\t-rf`,
  ])
})

test('remotes are offered by name, with those that are built in', () => {
  const work = { name: 'work', url: 'https://lightspeed.example.com', keyEnv: null, keyCommand: null }
  expect(
    candidateLines(remoteCandidates([work]))
      .trimEnd()
      .split('\n'),
  ).toEqual(['work\thttps://lightspeed.example.com', 'dev\twhat lightspeed dev up started', 'none\tthis machine'])
})
