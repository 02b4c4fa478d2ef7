import { expect, test } from 'vitest'
import { formatOf } from '../../../../core/models/index.ts'
import type { Generation } from '../../../../core/ports/model.ts'
import { failureOf, plainRequest, replay, sse, streamedText, wire } from '../replay.ts'
import { patchTool } from '../session-items.ts'

const api = 'anthropic-messages'

interface Ending {
  readonly stop?: unknown
  readonly details?: object
  readonly usage?: object
}

/** A stream of whole blocks: each with the deltas that fill it. */
function message(
  blocks: readonly (readonly [block: object, ...deltas: readonly object[]])[],
  end: Ending = {},
): Buffer {
  return sse(api, [
    { type: 'message_start', message: { id: 'msg_9', role: 'assistant', content: [] } },
    ...blocks.flatMap(([content_block, ...deltas], index) => [
      { type: 'content_block_start', index, content_block },
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: end.stop ?? 'end_turn', stop_details: end.details ?? null },
      ...(end.usage === undefined ? {} : { usage: end.usage }),
    },
    { type: 'message_stop' },
  ])
}

const text = (words: string) =>
  [
    { type: 'text', text: '' },
    { type: 'text_delta', text: words },
  ] as const
const thinking = [
  { type: 'thinking', thinking: '', signature: '' },
  { type: 'thinking_delta', thinking: 'Hm' },
] as const
const use = (id: string, ...json: readonly string[]) =>
  [
    { type: 'tool_use', id, name: 'Read', input: {} },
    ...json.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  ] as const

function blocksOf({ items }: Generation): readonly Record<string, unknown>[] {
  return (items[0]?.item.content ?? []) as readonly Record<string, unknown>[]
}

test('one item holds thinking with its signature, redacted thinking and text', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'answer'))
  expect(generation.items).toHaveLength(1)
  expect(blocksOf(generation)).toMatchObject([
    {
      type: 'thinking',
      thinking: 'The month is zero-based — 月は0から 🗓️.',
      signature: expect.stringMatching(/^EqQB/) as string,
    },
    { type: 'redacted_thinking', data: expect.stringMatching(/^EmwK/) as string },
    { type: 'text', citations: null },
  ])
  expect(generation).toMatchObject({
    stop: 'end',
    usage: {
      inputTokens: 2370,
      cachedInputTokens: 2048,
      cacheWriteTokens: 310,
      outputTokens: 142,
      reasoningTokens: 57,
    },
  })
  expect(streamedText(deltas, 'text')).toBe(generation.text)
  expect(streamedText(deltas, 'thinking')).toBe('The month is zero-based — 月は0から 🗓️.')
})

test('calls keep their arguments as written, their item holds the parsed input', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'calls'))
  expect(generation.stop).toBe('tool-calls')
  expect(generation.calls[0]).toEqual({
    callId: 'toolu_01T1x1fJ34qAmk2tNTrN7Up6',
    name: 'Read',
    args: '{"file_path": "/workspace/größe/a.ts", "limit": 40}',
  })
  expect(blocksOf(generation)[2]).toMatchObject({
    input: { file_path: '/workspace/größe/a.ts', limit: 40 },
    caller: { type: 'direct' },
  })
  const streamed = deltas.flatMap((part) =>
    part.type === 'call-args' && part.callId.startsWith('toolu_01A0') ? [part.text] : [],
  )
  expect(streamed.join('')).toBe(generation.calls[1]?.args)
})

test('unknown blocks, their unknown deltas, server tools and citations are kept', async () => {
  const { generation } = await replay(api, wire(api, 'unknown'))
  expect(blocksOf(generation)).toMatchObject([
    { type: 'server_tool_use', input: { query: 'getMonth' } },
    { type: 'web_search_tool_result', content: [{ type: 'web_search_result' }] },
    { type: 'hologram', beam: { power: 9 }, script: 'lens on', power: 10 },
    { type: 'text', text: 'They start at 0', citations: [{ type: 'web_search_result_location' }] },
    { type: 'text', text: '.' },
  ])
  expect(generation).toMatchObject({ calls: [], stop: 'end', text: 'They start at 0.' })
})

test.each(['{"file_path": "a.ts"', '["a.ts"]', '"a.ts"', 'no json'])(
  'arguments that are no object stay raw in the call and leave a valid item: %s',
  async (json) => {
    const { generation } = await replay(api, message([use('toolu_1', json)], { stop: 'tool_use' }))
    expect(generation.calls).toEqual([{ callId: 'toolu_1', name: 'Read', args: json }])
    expect(blocksOf(generation)).toMatchObject([{ type: 'tool_use', input: {} }])
    const items = generation.items.map(({ item }) => item)
    expect(() => formatOf(api).requestBody({ ...plainRequest, items })).not.toThrow()
  },
)

test('a call without arguments has an empty object', async () => {
  const { generation } = await replay(api, message([use('toolu_1', '')], { stop: 'tool_use' }))
  expect(generation.calls).toMatchObject([{ args: '{}' }])
})

test('keys that abuse prototypes stay data', async () => {
  const { generation } = await replay(
    api,
    message([use('toolu_1', '{"__proto__": {"polluted": 1}}')], { stop: 'tool_use' }),
  )
  expect(JSON.stringify(blocksOf(generation)[0]?.input)).toBe('{"__proto__":{"polluted":1}}')
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test('a call to a freeform tool gives the text inside its JSON', async () => {
  const call = [
    { type: 'tool_use', id: 't1', name: 'apply_patch', input: {} },
    { type: 'input_json_delta', partial_json: '{"input": "*** Begin\\n"}' },
  ] as const
  const { generation } = await replay(api, message([call], { stop: 'tool_use' }), { tools: [patchTool] })
  expect(generation.calls).toMatchObject([{ args: '*** Begin\n' }])
  expect(blocksOf(generation)).toMatchObject([{ input: { input: '*** Begin\n' } }])
})

test.each([
  ['end_turn', 'end'],
  ['tool_use', 'end'],
  ['max_tokens', 'max-output'],
  ['stop_sequence', 'stop-sequence'],
  ['pause_turn', 'pause'],
  ['refusal', 'refusal'],
])('stop reason %s without calls is %s', async (stop, expected) => {
  expect((await replay(api, message([text('Hi')], { stop }))).generation.stop).toBe(expected)
})

test('calls make an ending a turn, whatever it calls itself', async () => {
  expect((await replay(api, message([use('t1', '{}')]))).generation.stop).toBe('tool-calls')
})

test('a window that filled up while answering is an overflow', async () => {
  const failed = await failureOf(replay(api, message([text('Hi')], { stop: 'model_context_window_exceeded' })))
  expect(failed).toMatchObject({ code: 'context-overflow', failure: { retryable: false } })
})

test.each(['boredom', 7, '__proto__'])('stop reason %s is not mapped', async (stop) => {
  expect(await failureOf(replay(api, message([text('Hi')], { stop })))).toMatchObject({ code: 'unmapped-stop' })
})

test('an answer that hit its token limit loses what it was writing', async () => {
  const { generation } = await replay(api, wire(api, 'max-output'))
  expect(generation).toMatchObject({ stop: 'max-output', calls: [{ callId: 'toolu_whole' }] })
  expect(blocksOf(generation).map(({ type, id }) => id ?? type)).toEqual(['text', 'toolu_whole'])
})

test('thinking alone, cut short, leaves no item, because the API would not take it back', async () => {
  const { generation } = await replay(api, message([thinking], { stop: 'max_tokens' }))
  expect(generation).toMatchObject({ stop: 'max-output', items: [], text: '' })
})

test('a refused answer runs nothing and keeps what was said', async () => {
  const { generation } = await replay(api, wire(api, 'refusal'))
  expect(generation).toMatchObject({ stop: 'refusal', calls: [], text: 'Let me' })
  expect(blocksOf(generation)).toHaveLength(1)
})

test('a refusal without words gives its explanation', async () => {
  const details = { type: 'refusal', category: 'cyber', explanation: 'It could harm.' }
  const { generation } = await replay(api, message([], { stop: 'refusal', details }))
  expect(generation).toMatchObject({ stop: 'refusal', items: [], text: 'It could harm.' })
})

test.each([[[]], [[text('')]], [[text(' \n')]], [[thinking]]])(
  'an answer that says nothing is no answer: %j',
  async (blocks) => {
    expect(await failureOf(replay(api, message(blocks)))).toMatchObject({ code: 'empty-response' })
  },
)

test('empty and repeated call ids become distinct in item and call alike', async () => {
  const { generation } = await replay(
    api,
    message([use('', '{}'), use('t1', '{}'), use('t1', '{}')], { stop: 'tool_use' }),
  )
  const ids = generation.calls.map(({ callId }) => callId)
  expect(ids).toEqual(['msg_9_0', 't1', 'msg_9_2'])
  expect(blocksOf(generation).map(({ id }) => id)).toEqual(ids)
})

test('missing usage counts nothing, later counts replace earlier ones', async () => {
  const none = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }
  expect((await replay(api, message([text('Hi')]))).generation.usage).toEqual(none)
  const usage = { input_tokens: 5, cache_read_input_tokens: null, output_tokens: 7 }
  const counted = await replay(api, message([text('Hi')], { usage }))
  expect(counted.generation.usage).toEqual({ ...none, inputTokens: 5, outputTokens: 7 })
})

test.each([
  [{ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }],
  [{ type: 'content_block_start', index: 0, content_block: { text: 'no type' } }],
  [{ type: 'content_block_delta', index: 4, delta: { type: 'text_delta', text: 'x' } }],
  [
    { type: 'message_start', message: { id: 'msg_8' } },
    { type: 'message_start', message: { id: 'msg_9' } },
  ],
  [
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 3 } },
  ],
])('%j is malformed', async (...events) => {
  const failed = await failureOf(replay(api, sse(api, events)))
  expect(failed).toMatchObject({ code: 'malformed-response', failure: { retryable: true } })
})
