import { expect, test } from 'vitest'
import { requestBody } from '../../../../core/models/openai-responses/request.ts'
import { plainRequest } from '../replay.ts'
import { patchTool, readTool } from '../session-items.ts'

test('a request stores nothing, asks for encrypted reasoning and names its cache', () => {
  expect(requestBody(plainRequest)).toEqual({
    model: 'some-model',
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: 'session-1',
    instructions: 'Be brief.',
    input: [],
  })
})

test('a cache key that is too long is cut', () => {
  expect(requestBody({ ...plainRequest, cacheKey: 'k'.repeat(128) }).prompt_cache_key).toBe('k'.repeat(64))
})

test('an effort asks for a summary of the reasoning as well', () => {
  const body = requestBody({ ...plainRequest, effort: 'xhigh', maxOutputTokens: 900 })
  expect(body).toMatchObject({ reasoning: { effort: 'xhigh', summary: 'auto' }, max_output_tokens: 900 })
})

test.each(['gpt-4.1', 'gpt-4o-mini', 'openai/gpt-4-turbo', 'gpt-3.5-turbo'])(
  '%s is not asked for reasoning',
  (model) => {
    expect(requestBody({ ...plainRequest, model })).not.toHaveProperty('include')
  },
)

test('JSON tools are functions without strictness, freeform tools carry their grammar', () => {
  const body = requestBody({ ...plainRequest, tools: [readTool, patchTool] })
  expect(body.parallel_tool_calls).toBe(true)
  expect(body.tools).toEqual([
    {
      type: 'function',
      name: 'Read',
      description: 'Reads a file.',
      parameters: readTool.input.type === 'json' && readTool.input.schema,
      strict: false,
    },
    {
      type: 'custom',
      name: 'apply_patch',
      description: 'Edits files.',
      format: {
        type: 'grammar',
        syntax: 'lark',
        definition: patchTool.input.type === 'grammar' && patchTool.input.lark,
      },
    },
  ])
})

test('ids and status of own items stay at home, everything else goes back as it came', () => {
  const message = {
    type: 'message',
    role: 'assistant',
    phase: 'commentary',
    mood: 'calm',
    content: [{ type: 'output_text', text: 'Hi', annotations: [], logprobs: [] }],
  }
  const reasoning = { type: 'reasoning', summary: [], encrypted_content: 'gAAA' }
  const call = { type: 'function_call', call_id: 'c1', name: 'Read', arguments: '{}', namespace: 'x' }
  const custom = { type: 'custom_tool_call', call_id: 'c2', name: 'apply_patch', input: 'x' }
  const items = [message, reasoning, call, custom].map((item, i) => ({ ...item, id: `id_${i}`, status: 'completed' }))
  expect(requestBody({ ...plainRequest, items }).input).toEqual([message, reasoning, call, custom])
})

test('unknown items and reasoning that only its id can name are untouched', () => {
  const items = [
    { type: 'hologram_call', id: 'holo_1', status: 'completed', beam: { power: 9 } },
    { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] },
    { type: 'function_call_output', call_id: 'c1', output: 'x', status: 'completed' },
    { role: 'user', content: 'no type at all', id: 'u1' },
  ]
  expect(requestBody({ ...plainRequest, items }).input).toEqual(items)
})
