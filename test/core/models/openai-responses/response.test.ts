import { expect, test } from 'vitest'
import { addEvent, emptyDraft } from '../../../../core/models/openai-responses/response.ts'
import { failureOf, replay, sse, streamedText, wire } from '../replay.ts'

const api = 'openai-responses'

interface Ending {
  readonly type?: string
  readonly status?: string
  readonly reason?: string | null
  readonly output?: readonly object[]
}

/** A stream of finished items and a terminal event. */
function answered(items: readonly object[], end: Ending = {}): Buffer {
  const done = items.map((item, output_index) => ({ type: 'response.output_item.done', output_index, item }))
  const response = {
    id: 'resp_9',
    status: end.status ?? 'completed',
    incomplete_details: end.reason === undefined ? null : { reason: end.reason },
    output: end.output ?? items,
  }
  return sse(api, [...done, { type: end.type ?? 'response.completed', response }])
}

const text = (words: string, more: object = {}): object => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  content: [{ type: 'output_text', text: words }],
  ...more,
})
const call = (call_id: string, args = '{}', more: object = {}): object => ({
  type: 'function_call',
  call_id,
  name: 'Read',
  arguments: args,
  ...more,
})

test('reasoning, text and usage of a recorded answer', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'answer'))
  expect(generation.items.map(({ kind }) => kind)).toEqual(['reasoning', 'assistant'])
  expect(generation.items[0]?.item).toMatchObject({ id: 'rs_68a1f3c2e1a08191' })
  expect(generation.items[0]?.item.encrypted_content).not.toContain('partial')
  expect(generation).toMatchObject({
    stop: 'end',
    calls: [],
    usage: { inputTokens: 2411, cachedInputTokens: 2048, cacheWriteTokens: 363, outputTokens: 96, reasoningTokens: 64 },
  })
  expect(streamedText(deltas, 'text')).toBe(generation.text)
  expect(streamedText(deltas, 'thinking')).toBe('**Looking** at `src/date.ts`\n\nThe month is zero-based.')
})

test('function and freeform calls of a recorded answer', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'calls'))
  expect(generation.items.map(({ kind }) => kind)).toEqual(['reasoning', 'tool-call', 'tool-call'])
  expect(generation.stop).toBe('tool-calls')
  expect(generation.calls).toMatchObject([
    {
      callId: 'call_Xk29mQ0aV1',
      name: 'exec_command',
      args: '{"cmd":"rg -n \\"getMonth\\" src","workdir":"/workspace/größe"}',
    },
    { callId: 'call_p7Tz3LmB9c', name: 'apply_patch' },
  ])
  for (const { callId, name, args } of generation.calls) {
    expect(deltas).toContainEqual({ type: 'call', callId, name })
    const streamed = deltas.flatMap((part) => (part.type === 'call-args' && part.callId === callId ? [part.text] : []))
    expect(streamed.join('')).toBe(args)
  }
})

test('unknown items, parts and fields are kept, unknown events pass by', async () => {
  const { generation } = await replay(api, wire(api, 'unknown'))
  expect(generation.items).toMatchObject([
    {
      kind: 'other',
      item: { type: 'hologram_call', status: 'completed', beam: { power: 9, colours: ['grün', '青'] } },
    },
    {
      kind: 'assistant',
      item: { mood: 'calm', content: [{ type: 'output_text' }, { type: 'output_hologram', frames: 3 }] },
    },
  ])
})

test('events of unknown types and keep-alives are no progress', () => {
  expect(addEvent(emptyDraft, { type: 'keepalive' }).draft).toBe(emptyDraft)
  expect(addEvent(emptyDraft, { type: 'response.in_progress' }).draft).toBe(emptyDraft)
  expect(addEvent(emptyDraft, { type: 'response.output_text.delta', delta: 'x' }).draft).not.toBe(emptyDraft)
})

test('items that only the terminal event knows are taken from there, the finished ones win', async () => {
  const finished = [text('streamed')]
  const { generation } = await replay(api, answered(finished, { output: [text('final'), call('c1')] }))
  expect(generation.items.map(({ item }) => item)).toEqual([text('streamed'), call('c1')])
})

test('items come in the order of their indexes', async () => {
  const events = [
    { type: 'response.output_item.done', output_index: 1, item: call('c2') },
    { type: 'response.output_item.done', output_index: 0, item: call('c1') },
    { type: 'response.completed', response: { id: 'r', status: 'completed', output: [] } },
  ]
  const { generation } = await replay(api, sse(api, events))
  expect(generation.calls.map(({ callId }) => callId)).toEqual(['c1', 'c2'])
})

test('an answer that hit its token limit loses the call it was writing, and reasoning that led to it', async () => {
  const { generation } = await replay(api, wire(api, 'max-output'))
  expect(generation.stop).toBe('max-output')
  expect(generation.items.map(({ item }) => item.id)).toEqual(['fc_68a1f3c3a0'])
  expect(generation.calls.map(({ callId }) => callId)).toEqual(['call_Xk29mQ0aV1'])
})

test('a freeform call counts as whole only when the API says so', async () => {
  const custom = { type: 'custom_tool_call', call_id: 'c1', name: 'apply_patch', input: '*** Beg' }
  const end = { type: 'response.incomplete', status: 'incomplete', reason: 'max_output_tokens' }
  const cut = await replay(api, answered([text('Now'), custom], end))
  expect(cut.generation).toMatchObject({ stop: 'max-output', calls: [], text: 'Now' })
  const kept = await replay(api, answered([{ ...custom, status: 'completed' }], end))
  expect(kept.generation.calls).toHaveLength(1)
})

test('a filtered answer keeps its text and runs nothing', async () => {
  const end = { type: 'response.incomplete', status: 'incomplete', reason: 'content_filter' }
  const { generation } = await replay(api, answered([text('Let me'), call('c1')], end))
  expect(generation).toMatchObject({ stop: 'content-filter', calls: [], text: 'Let me' })
  expect(generation.items).toHaveLength(1)
})

test('a refusal says so and shows its words', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'refusal'))
  expect(generation).toMatchObject({ stop: 'refusal', text: 'I can’t help with that.', calls: [] })
  expect(streamedText(deltas, 'text')).toBe(generation.text)
})

test.each([
  ['response.incomplete', 'incomplete', 'max_messages'],
  ['response.incomplete', 'incomplete', 'steered'],
  ['response.incomplete', 'incomplete', 'boredom'],
  ['response.incomplete', 'incomplete', null],
  ['response.completed', 'queued', undefined],
  ['response.completed', 'half-done', undefined],
])('%s with status %s because of %s is not mapped', async (type, status, reason) => {
  const end = { type, status, ...(reason === undefined ? {} : { reason }) }
  const failed = await failureOf(replay(api, answered([text('Hi')], end)))
  expect(failed).toMatchObject({ code: 'unmapped-stop', failure: { retryable: false } })
})

test.each([[[]], [[{ type: 'reasoning', summary: [], encrypted_content: 'gA' }]], [[text('')]]])(
  'an answer that says nothing is no answer: %j',
  async (items) => {
    const failed = await failureOf(replay(api, answered(items)))
    expect(failed).toMatchObject({ code: 'empty-response', failure: { retryable: true } })
  },
)

test('empty and repeated call ids become distinct in item and call alike', async () => {
  const { generation } = await replay(api, answered([call('c1'), call('c1'), call(''), call('resp_9_1')]))
  const ids = generation.calls.map(({ callId }) => callId)
  expect(ids).toEqual(['c1', 'resp_9_1_', 'resp_9_2', 'resp_9_1'])
  expect(generation.items.map(({ item }) => item.call_id)).toEqual(ids)
})

test('missing usage counts nothing', async () => {
  const { generation } = await replay(api, answered([text('Hi')]))
  expect(generation.usage).toEqual({
    inputTokens: 0,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
  })
})

test.each([
  { type: 'response.output_item.done', output_index: 'first', item: text('x') },
  { type: 'response.output_item.done', output_index: 0, item: null },
  { type: 'response.output_item.done', output_index: 0, item: { no: 'type' } },
  { type: 'response.output_text.delta', delta: 7 },
  { type: 'response.completed', response: 'done' },
])('%o is malformed', async (event) => {
  const failed = await failureOf(replay(api, sse(api, [event])))
  expect(failed).toMatchObject({ code: 'malformed-response', failure: { retryable: true } })
})
