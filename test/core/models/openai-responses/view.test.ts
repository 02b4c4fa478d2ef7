import { expect, test } from 'vitest'
import { toolResultItem, userItem } from '../../../../core/models/openai-responses/items.ts'
import { view } from '../../../../core/models/openai-responses/view.ts'
import { replay, wire } from '../replay.ts'
import { pngImage } from '../session-items.ts'

test('every recorded item can be read', async () => {
  const { generation } = await replay('openai-responses', wire('openai-responses', 'calls'))
  expect(generation.items.flatMap(({ item }) => view(item))).toMatchObject([
    { type: 'thinking', text: '**Looking** at `src/date.ts`\n\nThe month is zero-based.' },
    { type: 'call', callId: 'call_Xk29mQ0aV1', name: 'exec_command' },
    { type: 'call', callId: 'call_p7Tz3LmB9c', name: 'apply_patch' },
  ])
})

test('input, results and refusals', () => {
  expect(view(userItem('Hi'))).toEqual([{ type: 'text', role: 'user', text: 'Hi' }])
  const result = toolResultItem({ callId: 'c1', name: 'Read', text: 'out', isError: false }, null)
  expect(view(result)).toEqual([{ type: 'result', callId: 'c1', text: 'out' }])
  const parts = { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: 'a' }] }
  expect(view(parts)).toEqual([{ type: 'result', callId: 'c1', text: 'a' }])
  const refusal = { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }
  expect(view(refusal)).toEqual([{ type: 'text', role: 'assistant', text: 'No.' }])
})

test('encrypted reasoning reads as nothing, unknown items as their type', () => {
  expect(view({ type: 'reasoning', summary: [], encrypted_content: 'gA' })).toEqual([])
  expect(view({ type: 'hologram_call' })).toEqual([{ type: 'other', label: 'hologram_call' }])
  expect(view({})).toEqual([{ type: 'other', label: 'item' }])
})

test('images go before the text and read as what they are, without their bytes', () => {
  const item = userItem('Hi', [pngImage])
  expect(item).toEqual({
    type: 'message',
    role: 'user',
    content: [
      { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'auto' },
      { type: 'input_text', text: 'Hi' },
    ],
  })
  expect(view(item)).toEqual([
    { type: 'image', label: 'image/png, 1 kB' },
    { type: 'text', role: 'user', text: 'Hi' },
  ])
})
