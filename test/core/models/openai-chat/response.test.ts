import { expect, test } from 'vitest'
import { addEvent, emptyDraft } from '../../../../core/models/openai-chat/response.ts'
import { ask, failureOf, modelOver, replay, sse, streamed, streamedText, wire } from '../replay.ts'
import { patchTool } from '../session-items.ts'

const api = 'openai-chat'
const usage = { prompt_tokens: 10, completion_tokens: 5 }

/** Chunks of one choice, then the finish reason with the usage. */
function completion(deltas: readonly object[], finish_reason: unknown = 'stop'): Buffer {
  const chunk = (delta: object, rest: object = {}): object => ({
    id: 'chatcmpl-9',
    choices: [{ index: 0, delta, ...rest }],
  })
  return sse(api, [...deltas.map((delta) => chunk(delta)), { ...chunk({}, { finish_reason }), usage }])
}

const piece = (more: object, args?: unknown): object => ({
  tool_calls: [{ ...more, ...(args === undefined ? {} : { function: { arguments: args } }) }],
})
const begin = (id: string, index?: number, args = ''): object => ({
  tool_calls: [
    { ...(index === undefined ? {} : { index }), id, type: 'function', function: { name: 'Read', arguments: args } },
  ],
})

test('text and usage of a recorded answer', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'answer'))
  expect(generation.items).toEqual([{ kind: 'assistant', item: { role: 'assistant', content: generation.text } }])
  expect(generation).toMatchObject({
    stop: 'end',
    usage: { inputTokens: 1200, cachedInputTokens: 1024, cacheWriteTokens: 128, outputTokens: 88, reasoningTokens: 40 },
  })
  expect(streamedText(deltas, 'text')).toBe(generation.text)
})

test('parallel calls of a recorded answer', async () => {
  const { generation } = await replay(api, wire(api, 'calls'))
  expect(generation.stop).toBe('tool-calls')
  expect(generation.calls).toEqual([
    { callId: 'call_a1', name: 'read', args: '{"path":"größe/a.ts","limit":40}' },
    { callId: 'call_b2', name: 'shell', args: '{"command":"npm test"}' },
  ])
  expect(generation.items[0]?.item).toMatchObject({ content: null, tool_calls: [{ id: 'call_a1' }, { id: 'call_b2' }] })
  expect(JSON.stringify(generation.items)).not.toContain('"index"')
})

test('fields that only one gateway knows are kept: reasoning, its details, signatures, holograms', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'gateway'))
  expect(generation.items[0]?.item).toEqual({
    role: 'assistant',
    content: 'Ich sehe nach.',
    reasoning_content: 'Der Monat beginnt bei 0 🗓️.',
    reasoning_details: [
      { type: 'reasoning.text', text: 'Der Monat beginnt bei 0 🗓️.', format: 'moon-v1', index: 0, signature: 'c2ln' },
      { type: 'reasoning.encrypted', data: 'gAAAA', id: 'rs_1', format: 'moon-v1', index: 1 },
    ],
    hologram: { beam: { power: 9 } },
    tool_calls: [
      {
        id: 'functions.read:0',
        type: 'function',
        function: { name: 'read', arguments: '{"path":"a.ts"}' },
        extra_content: { google: { thought_signature: 'CqQB' } },
      },
    ],
  })
  expect(streamedText(deltas, 'thinking')).toBe('Der Monat beginnt bei 0 🗓️.')
})

test('chunks that say nothing are no progress', () => {
  const empty = [{ choices: [] }, { choices: [{ index: 0, delta: { role: 'assistant', content: '', refusal: null } }] }]
  for (const chunk of [
    ...empty,
    { object: 'hologram.progress' },
    { choices: [{ index: 1, delta: { content: 'x' } }] },
  ]) {
    expect(addEvent(emptyDraft, chunk).draft).toBe(emptyDraft)
  }
  expect(addEvent(emptyDraft, { choices: [{ index: 0, delta: { content: 'x' } }] }).draft).not.toBe(emptyDraft)
})

test('calls without a position, or all at the same one, are told apart by their ids', async () => {
  const unplaced = completion([begin('a'), piece({}, '{"n":1}'), begin('b'), piece({}, '{"n":2}')], 'tool_calls')
  const crowded = completion(
    [begin('a', 0, '{"n":1}'), begin('b', 0, '{"n":'), piece({ index: 0 }, '2}')],
    'tool_calls',
  )
  for (const bytes of [unplaced, crowded]) {
    const { generation } = await replay(api, bytes)
    expect(generation.calls).toMatchObject([
      { callId: 'a', args: '{"n":1}' },
      { callId: 'b', args: '{"n":2}' },
    ])
  }
})

test('an id and a name that come with every piece are written once', async () => {
  const again = { index: 0, id: 'a', type: 'function', function: { name: 'Read', arguments: '}' } }
  const { generation } = await replay(api, completion([begin('a', 0, '{'), { tool_calls: [again] }], 'tool_calls'))
  expect(generation.calls).toEqual([{ callId: 'a', name: 'Read', args: '{}' }])
})

test('arguments that were parsed already are text again', async () => {
  const parsed = { tool_calls: [{ index: 0, id: 'a', function: { name: 'Read', arguments: { n: 1 } } }] }
  const { generation } = await replay(api, completion([parsed]))
  expect(generation).toMatchObject({ stop: 'tool-calls', calls: [{ args: '{"n":1}' }] })
})

test('empty and repeated call ids become distinct in item and call alike', async () => {
  const { generation } = await replay(api, completion([begin('', 0), begin('a', 1), begin('a', 2)], 'tool_calls'))
  const ids = generation.calls.map(({ callId }) => callId)
  expect(ids).toEqual(['chatcmpl-9_0', 'a', 'chatcmpl-9_2'])
  expect(generation.items[0]?.item.tool_calls).toMatchObject(ids.map((id) => ({ id, type: 'function' })))
})

test('a call to a freeform tool gives the text inside its JSON, or what there is', async () => {
  const call = (args: string): object => ({
    tool_calls: [{ index: 0, id: 'a', function: { name: 'apply_patch', arguments: args } }],
  })
  const args = async (written: string) =>
    (await replay(api, completion([call(written)], 'tool_calls'), { tools: [patchTool] })).generation.calls[0]?.args
  expect(await args('{"input": "*** Begin\\n"}')).toBe('*** Begin\n')
  expect(await args('*** Begin')).toBe('*** Begin')
})

test.each([
  ['stop', 'end'],
  ['length', 'max-output'],
  ['tool_calls', 'end'],
  ['function_call', 'end'],
  ['content_filter', 'content-filter'],
  ['model_length', 'max-output'],
  ['sensitive', 'content-filter'],
  ['eos', 'end'],
])('finish reason %s without calls is %s', async (reason, stop) => {
  expect((await replay(api, completion([{ content: 'Hi' }], reason))).generation.stop).toBe(stop)
})

test.each([
  ['error', 'server'],
  ['abort', 'server'],
  ['network_error', 'server'],
  ['insufficient_system_resource', 'overloaded'],
  ['model_context_window_exceeded', 'context-overflow'],
  ['boredom', 'unmapped-stop'],
  ['__proto__', 'unmapped-stop'],
])('finish reason %s is a failure: %s', async (reason, code) => {
  expect(await failureOf(replay(api, completion([{ content: 'Hi' }], reason)))).toMatchObject({ code })
})

test('an answer that hit its token limit loses the call it was writing', async () => {
  const { generation } = await replay(api, wire(api, 'max-output'))
  expect(generation).toMatchObject({ stop: 'max-output', calls: [{ callId: 'call_whole' }] })
  expect(generation.items[0]?.item.tool_calls).toHaveLength(1)
})

test('a filtered answer runs nothing', async () => {
  const { generation } = await replay(api, completion([{ content: 'Let me' }, begin('a', 0, '{}')], 'content_filter'))
  expect(generation).toMatchObject({ stop: 'content-filter', calls: [], text: 'Let me' })
  expect(generation.items[0]?.item).not.toHaveProperty('tool_calls')
})

test('a refusal says so and shows its words', async () => {
  const { generation, deltas } = await replay(api, wire(api, 'refusal'))
  expect(generation).toMatchObject({ stop: 'refusal', text: 'I can’t help with that.' })
  expect(generation.items[0]?.item).toEqual({ role: 'assistant', content: null, refusal: 'I can’t help with that.' })
  expect(streamedText(deltas, 'text')).toBe(generation.text)
})

test.each([[[]], [[{ content: '' }]], [[{ reasoning_content: 'Hm' }]]])(
  'an answer that says nothing is no answer: %j',
  async (deltas) => {
    expect(await failureOf(replay(api, completion(deltas)))).toMatchObject({ code: 'empty-response' })
  },
)

test('thinking alone, cut short, leaves no item', async () => {
  const { generation } = await replay(api, completion([{ reasoning_content: 'Hm' }], 'length'))
  expect(generation).toMatchObject({ stop: 'max-output', items: [] })
})

test('a server that ends without usage and without [DONE] has answered when it gave its reason', async () => {
  const chunks = [
    { id: 'x', choices: [{ index: 0, delta: { content: 'Hi' } }] },
    { id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  ]
  const { generation } = await replay(api, sse(api, chunks))
  expect(generation).toMatchObject({ text: 'Hi', usage: { inputTokens: 0, outputTokens: 0 } })
})

test('usage in the words of other servers', async () => {
  const counted = async (reported: object) => {
    const chunk = { id: 'x', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }], usage: reported }
    return (await replay(api, sse(api, [chunk]))).generation.usage
  }
  const deepseek = { prompt_tokens: 9, prompt_cache_hit_tokens: 4, completion_tokens: 2 }
  expect(await counted(deepseek)).toMatchObject({ inputTokens: 9, cachedInputTokens: 4, outputTokens: 2 })
  expect(await counted({ prompt_tokens: 9, cached_tokens: 3 })).toMatchObject({ cachedInputTokens: 3 })
  expect(await counted({ prompt_tokens: 'many', completion_tokens: -1 })).toMatchObject({
    inputTokens: 0,
    outputTokens: 0,
  })
})

test('a stream that stays open after the whole answer does not hold it back', async () => {
  const bytes = wire(api, 'answer')
  const { generation } = await ask(modelOver(api, () => streamed([bytes], null)))
  expect(generation.stop).toBe('end')
})

test.each([
  [{ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'x', arguments: 7 } }] } }] }],
  [{ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'a', function: 'x' }] } }] }],
  [{ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'a' }] }, finish_reason: 'tool_calls' }], usage }],
])('%j is malformed', async (chunk) => {
  expect(await failureOf(replay(api, sse(api, [chunk])))).toMatchObject({ code: 'malformed-response' })
})
