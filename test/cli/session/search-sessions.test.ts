import { expect, test } from 'vitest'
import { itemText } from '../../../cli/session/item-text.ts'
import { openSessionSearch } from '../../../cli/session/search-sessions.ts'
import type { SessionId } from '../../../core/values/ids.ts'

const session = (id: string, title: string, directory = '/home/me/repo') => ({
  id: id as SessionId,
  name: null,
  directory,
  model: 'openai/gpt-5',
  title,
  createdAt: 1,
  updatedAt: 1,
  head: 1,
})

test('a search finds by words of id, title, directory and model, and keeps the order', () => {
  const search = openSessionSearch([session('a1', 'Fix dates'), session('b2', 'dates again', '/srv/site')])
  const ids = (query: string) => search.find(query).map(({ id }) => id)
  expect(ids('')).toEqual(['a1', 'b2'])
  expect(ids('DATES')).toEqual(['a1', 'b2'])
  expect(ids('dates site')).toEqual(['b2'])
  expect(ids('gpt-5 a1')).toEqual(['a1'])
  expect(ids('nothing')).toEqual([])
})

test('what is learnt of prompts is found, and what is learnt of others is not', () => {
  const search = openSessionSearch([session('a1', 'Fix dates')])
  search.learn('a1' as SessionId, 'and now the Tokenizer')
  search.learn('gone' as SessionId, 'secret')
  expect(search.find('tokenizer dates')).toHaveLength(1)
  expect(search.find('secret')).toEqual([])
})

test('the text of an item is read in every API, and damage is no text', () => {
  const text = (value: unknown) => itemText(new TextEncoder().encode(JSON.stringify(value)))
  expect(text({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] })).toBe('hello')
  expect(
    text({
      role: 'user',
      content: [
        { type: 'text', text: 'one' },
        { type: 'text', text: 'two' },
      ],
    }),
  ).toBe('one\ntwo')
  expect(text({ role: 'user', content: 'hello' })).toBe('hello')
  expect(itemText(new Uint8Array([0x7b, 0xff]))).toBe('')
})
