import { expect, test } from 'vitest'
import { candidateLines, sessionCandidates } from '../../../cli/completion/complete.ts'
import type { SessionId } from '../../../core/values/ids.ts'

const session = (id: string, name: string | null, title: string) => ({
  ...{ id: id as SessionId, name, title, directory: '/', model: 'm/x', createdAt: 1, updatedAt: 1, head: 1 },
})

test('sessions are offered by id, and by name where a shell takes it as one plain word', () => {
  const sessions = [
    session('aaa111', null, 'fix the dates'),
    session('bbb222', 'weekly', 'collect\tfigures\nnow'),
    session('ccc333', 'two words', 'x'),
    session('ddd444', '$(touch owned)', 'x\u001b[2J'),
    session('eee555', '-rf', 'y'.repeat(200)),
  ]
  expect(candidateLines(sessionCandidates(sessions)).trimEnd().split('\n')).toEqual([
    'aaa111\tfix the dates',
    'bbb222\tweekly',
    'weekly\tcollect figures now',
    'ccc333\ttwo words',
    'ddd444\t$(touch owned)',
    `eee555\t-rf`,
  ])
})
