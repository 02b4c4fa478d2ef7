import { afterEach, describe, expect, test } from 'vitest'
import type { MockProvider } from './mock-provider.ts'
import { startMockProvider } from './mock-provider.ts'
import { hello, post } from './post.ts'
import type { Script, Wire } from './script.ts'

let mock: MockProvider | null = null

afterEach(async () => {
  await mock?.close()
  mock = null
})

async function start(script: Script): Promise<MockProvider> {
  mock = await startMockProvider(script)
  return mock
}

describe('what a strict provider refuses', () => {
  const user = { role: 'user', content: 'hi' }
  const call = { type: 'function_call', call_id: 'c1', name: 'read', arguments: '{}' }
  const output = { type: 'function_call_output', call_id: 'c1', output: 'x' }
  const toolUse = { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'read', input: {} }] }
  const toolResult = { type: 'tool_result', tool_use_id: 'c1', content: 'x' }
  const toolCalls = {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{}' } }],
  }
  const tool = { role: 'tool', tool_call_id: 'c1', content: 'x' }
  const png = 'data:image/png;base64,iVBORw0KGgo='
  const imageBlock = (media_type: string, data: string): object => ({
    type: 'image',
    source: { type: 'base64', media_type, data },
  })
  const messages = (...list: object[]): object => ({ messages: list, max_tokens: 100 })

  const refused: readonly (readonly [wire: Wire, what: string, body: object, said: RegExp])[] = [
    ['openai-responses', 'a call without its result', { input: [user, call] }, /No tool output found/],
    ['openai-responses', 'a message between', { input: [user, call, user, output] }, /No tool output found/],
    ['openai-responses', 'a result twice', { input: [user, call, output, output] }, /No tool call found/],
    [
      'openai-responses',
      'a result of another kind',
      { input: [call, { ...output, type: 'custom_tool_call_output' }] },
      /No tool call found/,
    ],
    [
      'openai-responses',
      'reasoning at the end',
      { input: [user, { type: 'reasoning', id: 'r' }] },
      /required following item/,
    ],
    [
      'openai-responses',
      'reasoning that is stored nowhere',
      { store: false, input: [user, { type: 'reasoning', id: 'r' }, call, output] },
      /not found/,
    ],
    ['openai-responses', 'an item nobody knows', { input: [user, { type: 'dream' }] }, /Invalid value: 'dream'/],
    ['anthropic-messages', 'a call without its result', messages(user, toolUse), /without `tool_result` blocks/],
    [
      'anthropic-messages',
      'a text before the result',
      messages(user, toolUse, { role: 'user', content: [{ type: 'text', text: 'x' }, toolResult] }),
      /come first/,
    ],
    [
      'anthropic-messages',
      'a result twice',
      messages(user, toolUse, { role: 'user', content: [toolResult, toolResult] }),
      /single result/,
    ],
    [
      'anthropic-messages',
      'a result of nothing',
      messages({ role: 'user', content: [toolResult] }),
      /unexpected `tool_use_id`/,
    ],
    [
      'anthropic-messages',
      'an empty text',
      messages({ role: 'user', content: [{ type: 'text', text: ' ' }] }),
      /non-empty/,
    ],
    ['anthropic-messages', 'no max_tokens', { messages: [user] }, /max_tokens/],
    ['openai-chat', 'a call without its result', messages(user, toolCalls), /must be followed by tool messages/],
    ['openai-chat', 'a message between', messages(user, toolCalls, user, tool), /must be followed by tool messages/],
    ['openai-chat', 'a result twice', messages(user, toolCalls, tool, tool), /preceding message/],
    ['openai-chat', 'no content', messages({ role: 'user' }), /Invalid content/],
    [
      'openai-responses',
      'an image that is no data URL',
      { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'x.png' }] }] },
      /data URL/,
    ],
    [
      'openai-responses',
      'a part nobody knows',
      { input: [{ role: 'user', content: [{ type: 'image', image_url: png }] }] },
      /Invalid value: 'image'/,
    ],
    [
      'openai-chat',
      'an image of another type than it says',
      messages({ role: 'user', content: [{ type: 'image_url', image_url: { url: png.replace('png', 'gif') } }] }),
      /does not appear to be image\/gif/,
    ],
    [
      'openai-chat',
      'an image in an answer',
      messages({ role: 'assistant', content: [{ type: 'image_url', image_url: { url: png } }] }),
      /user messages only/,
    ],
    [
      'anthropic-messages',
      'an image type that is not taken',
      messages({ role: 'user', content: [imageBlock('image/bmp', 'Qk0=')] }),
      /not supported/,
    ],
    [
      'anthropic-messages',
      'an image that is no base64',
      messages({ role: 'user', content: [imageBlock('image/png', 'no base64')] }),
      /not valid base64/,
    ],
  ]

  test.each(refused)('%s: %s', async (wire, _what, body, said) => {
    const { url, violations } = await start(() => ({ text: 'fine' }))
    const response = await post(url, wire, body)
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { message: string } }
    expect(error.message).toMatch(said)
    expect(violations).toHaveLength(1)
  })

  const fine: readonly (readonly [Wire, object])[] = [
    ['openai-responses', { input: [user, call, output, user] }],
    ['anthropic-messages', messages(user, toolUse, { role: 'user', content: [toolResult] }, user)],
    ['openai-chat', messages(user, toolCalls, tool, user)],
    ['openai-responses', { input: [{ role: 'user', content: [{ type: 'input_image', image_url: png }] }] }],
    ['anthropic-messages', messages({ role: 'user', content: [imageBlock('image/png', 'iVBORw0KGgo=')] })],
    ['openai-chat', messages({ role: 'user', content: [{ type: 'image_url', image_url: { url: png } }] })],
  ]

  test.each(fine)('%s: a call with its result, or an image, is fine', async (wire, body) => {
    const { url, violations } = await start(() => ({ text: 'fine' }))
    expect((await post(url, wire, body)).status).toBe(200)
    expect(violations).toEqual([])
  })

  test('reasoning that was changed on its way back', async () => {
    const { url } = await start(() => ({ thinking: 'a', text: 'b' }))
    await (await post(url, 'openai-responses', hello('openai-responses'))).text()
    const encrypted = Buffer.from('encrypted:0:a').toString('base64')
    const item = { type: 'reasoning', encrypted_content: encrypted, summary: [{ type: 'summary_text', text: 'a' }] }
    const said = { role: 'assistant', content: 'b' }
    const same = await post(url, 'openai-responses', { input: [user, item, said, user] })
    expect(same.status).toBe(200)
    const changed = await post(url, 'openai-responses', { input: [user, { ...item, summary: [] }, said, user] })
    expect(changed.status).toBe(400)
  })

  test('a request without a key', async () => {
    const { url } = await start(() => ({ text: 'fine' }))
    expect((await post(url, 'openai-chat', hello('openai-chat'), { authorization: '' })).status).toBe(401)
  })
})
