import { expect, test } from 'vitest'
import { toolResultItem, userItem } from '../../../../core/models/anthropic-messages/items.ts'
import { requestBody, requestPrefix } from '../../../../core/models/anthropic-messages/request.ts'
import type { ModelRequest, NativeItem } from '../../../../core/ports/model.ts'
import { plainRequest } from '../replay.ts'
import { patchTool, readTool } from '../session-items.ts'

const mark = { type: 'ephemeral' }
const body = (request: Partial<ModelRequest>): Record<string, unknown> => requestBody({ ...plainRequest, ...request })
const calls = (...ids: readonly string[]): NativeItem => ({
  role: 'assistant',
  content: ids.map((id) => ({ type: 'tool_use', id, name: 'Read', input: {} })),
})
const result = (callId: string, text = callId): NativeItem =>
  toolResultItem({ callId, name: 'Read', text, isError: false })

/** The roles of the messages, and how many blocks each has. */
function shape(items: readonly NativeItem[]): readonly string[] {
  const messages = body({ items }).messages as readonly { role: string; content: readonly unknown[] }[]
  return messages.map(({ role, content }) => `${role} ${content.length}`)
}

/** Places of the cache marks, as `message.block`. */
function marks(items: readonly NativeItem[]): readonly string[] {
  const messages = body({ items }).messages as readonly { content: readonly object[] }[]
  return messages.flatMap(({ content }, i) =>
    content.flatMap((block, j) => ('cache_control' in block ? [`${i}.${j}`] : [])),
  )
}

test('the system prompt and the last tool end what is cached for good', () => {
  expect(body({ tools: [readTool, patchTool], items: [userItem('Hi')] })).toEqual({
    model: 'some-model',
    stream: true,
    max_tokens: 32_000,
    tools: [
      {
        name: 'Read',
        description: 'Reads a file.',
        input_schema: readTool.input.type === 'json' && readTool.input.schema,
      },
      {
        name: 'apply_patch',
        description: expect.stringContaining('*** Begin Patch') as string,
        input_schema: expect.objectContaining({ type: 'object', required: ['input'] }) as object,
        cache_control: mark,
      },
    ],
    system: [{ type: 'text', text: 'Be brief.', cache_control: mark }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: mark }] }],
  })
})

test('without instructions there is no system prompt, without tools no list of them', () => {
  expect(Object.keys(body({ instructions: '' }))).toEqual(['model', 'stream', 'max_tokens', 'messages'])
})

test('a bound on the output is sent, else what the model can write', () => {
  expect(body({ maxOutputTokens: 77 }).max_tokens).toBe(77)
  expect(body({ model: 'claude-3-5-haiku-20241022' }).max_tokens).toBe(8192)
  expect(body({ model: 'claude-opus-4-1' }).max_tokens).toBe(32_000)
  expect(body({ model: 'claude-opus-5-5' }).max_tokens).toBe(64_000)
})

test('results of one turn share a message, everything else has its own', () => {
  const items = [userItem('a'), calls('c1', 'c2', 'c3'), result('c1'), result('c2'), result('c3'), userItem('steer')]
  expect(shape(items)).toEqual(['user 1', 'assistant 3', 'user 3', 'user 1'])
  expect(shape([...items, calls('c4'), result('c4'), userItem('x'), userItem('y')])).toEqual([
    'user 1',
    'assistant 3',
    'user 3',
    'user 1',
    'assistant 1',
    'user 1',
    'user 1',
    'user 1',
  ])
})

test('marks stand at the end and where the last request ended', () => {
  const first = [userItem('a')]
  const second = [...first, calls('c1', 'c2'), result('c1'), result('c2')]
  const third = [...second, calls('c3'), result('c3'), userItem('steer')]
  expect(marks(first)).toEqual(['0.0'])
  expect(marks(second)).toEqual(['0.0', '2.1'])
  expect(marks(third)).toEqual(['2.1', '5.0'])
})

test('thinking and unknown blocks are never marked', () => {
  const paused = {
    role: 'assistant',
    content: [{ type: 'text', text: 'So' }, { type: 'hologram' }, { type: 'thinking', thinking: 'x', signature: 's' }],
  }
  expect(marks([userItem('a'), paused])).toEqual(['0.0', '1.0'])
  expect(marks([userItem('a'), { role: 'assistant', content: [{ type: 'hologram' }] }])).toEqual(['0.0'])
})

test('marks are no part of the prefix, and items are not touched', () => {
  const items = [userItem('a'), calls('c1'), result('c1')]
  const frozen = JSON.stringify(items)
  const prefix = requestPrefix(body({ items }))
  expect(JSON.stringify(items)).toBe(frozen)
  expect(prefix.slice(prefix.indexOf('"messages"'))).not.toContain('cache_control')
  expect(prefix).toContain('"system":[{"type":"text","text":"Be brief.","cache_control"')
})

test('a tool schema that speaks of cache_control keeps it', () => {
  const schema = { type: 'object', properties: { cache_control: { type: 'string' } } }
  const tool = { name: 't', description: 'd', input: { type: 'json', schema } } as const
  expect(requestPrefix(body({ tools: [tool] }))).toContain('"cache_control":{"type":"string"}')
})

test('empty text that a model wrote stays at home', () => {
  const answer = {
    role: 'assistant',
    content: [
      { type: 'text', text: ' \n' },
      { type: 'tool_use', id: 'c1', name: 'Read', input: {} },
    ],
  }
  const empty = { role: 'assistant', content: [{ type: 'text', text: '' }] }
  expect(shape([userItem('a'), answer, result('c1')])).toEqual(['user 1', 'assistant 1', 'user 1'])
  expect(shape([userItem('a'), empty, userItem('b')])).toEqual(['user 1', 'user 1'])
})

test('items that are not known pass as they are', () => {
  const system = { role: 'system', content: 'from now on' }
  const odd = { role: 'user', content: 'plain text', mood: 'calm' }
  expect(body({ items: [odd, system, userItem('x')] }).messages).toMatchObject([odd, system, { role: 'user' }])
})
