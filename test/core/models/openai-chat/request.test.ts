import { expect, test } from 'vitest'
import { requestBody } from '../../../../core/models/openai-chat/request.ts'
import { plainRequest } from '../replay.ts'
import { patchTool, readTool } from '../session-items.ts'

test('the system prompt is the first message, and usage is asked for', () => {
  const items = [{ role: 'user', content: 'Hi' }]
  expect(requestBody({ ...plainRequest, items })).toEqual({
    model: 'some-model',
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'system', content: 'Be brief.' }, ...items],
  })
  expect(requestBody({ ...plainRequest, instructions: '', items }).messages).toEqual(items)
})

test('an effort is sent only when there is one', () => {
  expect(requestBody({ ...plainRequest, effort: 'low' })).toMatchObject({ reasoning_effort: 'low' })
  expect(requestBody(plainRequest)).not.toHaveProperty('reasoning_effort')
})

test.each([
  ['kimi-k3', 'max_tokens'],
  ['gpt-4o', 'max_tokens'],
  ['gpt-5.5', 'max_completion_tokens'],
  ['openai/o4-mini', 'max_completion_tokens'],
])('the bound on the output of %s is called %s', (model, name) => {
  expect(requestBody({ ...plainRequest, model, maxOutputTokens: 9 })).toMatchObject({ [name]: 9 })
})

test('a freeform tool becomes a function with one text, described by its grammar', () => {
  const [read, patch] = requestBody({ ...plainRequest, tools: [readTool, patchTool] }).tools as readonly object[]
  const parameters = readTool.input.type === 'json' ? readTool.input.schema : null
  expect(read).toEqual({ type: 'function', function: { name: 'Read', description: 'Reads a file.', parameters } })
  expect(patch).toMatchObject({
    type: 'function',
    function: {
      name: 'apply_patch',
      description: expect.stringMatching(/^Edits files\.[^]*\*\*\* Begin Patch/) as string,
      parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
    },
  })
})
