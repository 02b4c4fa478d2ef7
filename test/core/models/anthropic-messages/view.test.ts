import { expect, test } from 'vitest'
import { toolResultItem, userItem } from '../../../../core/models/anthropic-messages/items.ts'
import { view } from '../../../../core/models/anthropic-messages/view.ts'
import { replay, wire } from '../replay.ts'
import { pngImage } from '../session-items.ts'

test('a recorded answer reads block by block', async () => {
  const { generation } = await replay('anthropic-messages', wire('anthropic-messages', 'calls'))
  expect(generation.items.flatMap(({ item }) => view(item))).toEqual([
    { type: 'thinking', text: 'The month is zero-based — 月は0から 🗓️.' },
    { type: 'text', role: 'assistant', text: 'Ich schaue in beide Dateien.' },
    {
      type: 'call',
      callId: 'toolu_01T1x1fJ34qAmk2tNTrN7Up6',
      name: 'Read',
      args: '{"file_path":"/workspace/größe/a.ts","limit":40}',
    },
    {
      type: 'call',
      callId: 'toolu_01A09q90qw90lq917835lq9',
      name: 'Bash',
      args: '{"command":"npm test 2>&1 | tail -n 5","timeout":120000}',
    },
  ])
})

test('input, results and what is not known', () => {
  expect(view(userItem('Hi'))).toEqual([{ type: 'text', role: 'user', text: 'Hi' }])
  expect(view({ role: 'user', content: 'Hi' })).toEqual([{ type: 'text', role: 'user', text: 'Hi' }])
  const result = toolResultItem({ callId: 't1', name: 'Read', text: 'out', isError: true })
  expect(view(result)).toEqual([{ type: 'result', callId: 't1', text: 'out' }])
  expect(
    view({ role: 'assistant', content: [{ type: 'redacted_thinking', data: 'x' }, { type: 'hologram' }] }),
  ).toEqual([{ type: 'other', label: 'hologram' }])
})

test('images go before the text and read as what they are, without their bytes', () => {
  const item = userItem('Hi', [pngImage])
  expect(item).toEqual({
    role: 'user',
    content: [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      { type: 'text', text: 'Hi' },
    ],
  })
  expect(view(item)).toEqual([
    { type: 'image', label: 'image/png, 1 kB' },
    { type: 'text', role: 'user', text: 'Hi' },
  ])
})
