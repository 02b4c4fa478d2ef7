import { expect, test } from 'vitest'
import { toolResultItem, userItem } from '../../../../core/models/openai-chat/items.ts'
import { view } from '../../../../core/models/openai-chat/view.ts'
import { replay, wire } from '../replay.ts'
import { pngImage } from '../session-items.ts'

test('a recorded answer reads as thinking, text and calls', async () => {
  const { generation } = await replay('openai-chat', wire('openai-chat', 'gateway'))
  expect(generation.items.flatMap(({ item }) => view(item))).toEqual([
    { type: 'thinking', text: 'Der Monat beginnt bei 0 🗓️.' },
    { type: 'text', role: 'assistant', text: 'Ich sehe nach.' },
    { type: 'call', callId: 'functions.read:0', name: 'read', args: '{"path":"a.ts"}' },
  ])
})

test('input, results, refusals and what is not known', () => {
  expect(view(userItem('Hi'))).toEqual([{ type: 'text', role: 'user', text: 'Hi' }])
  const result = toolResultItem({ callId: 'c1', name: 'Read', text: 'out', isError: false })
  expect(result).toEqual({ role: 'tool', tool_call_id: 'c1', content: 'out' })
  expect(view(result)).toEqual([{ type: 'result', callId: 'c1', text: 'out' }])
  expect(view({ role: 'assistant', content: null, refusal: 'No.' })).toEqual([
    { type: 'text', role: 'assistant', text: 'No.' },
  ])
  expect(view({ role: 'hologram' })).toEqual([{ type: 'other', label: 'hologram' }])
})

test('images go before the text and read as what they are, without their bytes', () => {
  const item = userItem('Hi', [pngImage])
  expect(item).toEqual({
    role: 'user',
    content: [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      { type: 'text', text: 'Hi' },
    ],
  })
  expect(view(item)).toEqual([
    { type: 'image', label: 'image/png, 1 kB' },
    { type: 'text', role: 'user', text: 'Hi' },
  ])
})
