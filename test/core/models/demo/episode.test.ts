import { expect, test } from 'vitest'
import { readEpisode } from '../../../../core/models/demo/episode.ts'

const call = (id: string, path: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name: 'read', arguments: JSON.stringify({ path }) } }],
})
const result = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content })

test('steps belong to the newest prompt or to those before it, each with its own result', () => {
  const messages = [
    { role: 'system', content: 'Be good.' },
    { role: 'user', content: 'first' },
    call('a', 'one'),
    result('a', 'of one'),
    { role: 'assistant', content: 'done' },
    { role: 'user', content: [{ type: 'text', text: ' second ' }] },
    call('b', 'two'),
    result('b', 'of two'),
    call('b', 'again'),
    result('b', 'of again'),
  ]
  const episode = readEpisode({ messages, tools: [{ type: 'function', function: { name: 'read' } }] })
  expect(episode).toEqual({
    prompt: 'second',
    images: 0,
    steps: [
      { name: 'read', args: { path: 'two' }, result: 'of two' },
      { name: 'read', args: { path: 'again' }, result: 'of again' },
    ],
    earlier: [{ name: 'read', args: { path: 'one' }, result: 'of one' }],
    tools: new Set(['read']),
    answers: 4,
  })
})
