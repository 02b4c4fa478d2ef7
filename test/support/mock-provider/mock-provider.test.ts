import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterEach, describe, expect, test } from 'vitest'
import type { MockProvider } from './mock-provider.ts'
import { startMockProvider } from './mock-provider.ts'
import { gapsMs, prefixBreaks } from './record.ts'
import { hello, post, wires } from './post.ts'
import type { Fault, Reply, Script, Wire } from './script.ts'

let mock: MockProvider | null = null

afterEach(async () => {
  await mock?.close()
  mock = null
})

async function start(script: Script): Promise<MockProvider> {
  mock = await startMockProvider(script)
  return mock
}

describe('an answer read by the official SDK', () => {
  const reply: Reply = {
    thinking: 'let me think about this for a while',
    text: 'grüße 😀 to all of you',
    calls: [
      { name: 'read', args: { path: 'a.txt' } },
      { name: 'grep', args: '{"pattern":' },
    ],
    usage: { inputTokens: 100, cachedInputTokens: 60, outputTokens: 7, reasoningTokens: 3 },
    chunkBytes: 11,
  }

  test('over Responses has all items, with ids and encrypted reasoning', async () => {
    const { url } = await start(() => ({
      ...reply,
      calls: [...(reply.calls ?? []), { name: 'p', args: 'x', custom: true }],
    }))
    const openai = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0 })
    const response = await openai.responses
      .stream({ model: 'gpt-5', input: [{ role: 'user', content: 'hi' }] })
      .finalResponse()
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: reply.thinking }], encrypted_content: expect.stringMatching(/.+/) },
      { type: 'message', content: [{ text: reply.text }] },
      { type: 'function_call', name: 'read', arguments: '{"path":"a.txt"}', call_id: 'call_0_0' },
      { type: 'function_call', name: 'grep', arguments: '{"pattern":', call_id: 'call_0_1' },
      { type: 'custom_tool_call', name: 'p', input: 'x', call_id: 'call_0_2' },
    ])
    expect(response.usage).toMatchObject({
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60 },
      output_tokens: 7,
      output_tokens_details: { reasoning_tokens: 3 },
    })
  })

  test('over Messages has signed thinking, and cached tokens beside the others', async () => {
    const { url } = await start(() => ({ ...reply, calls: reply.calls?.slice(0, 1) ?? [] }))
    const anthropic = new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 0 })
    const message = await anthropic.messages
      .stream({ model: 'c', max_tokens: 10, messages: [{ role: 'user', content: 'hi' }] })
      .finalMessage()
    expect(message.content).toMatchObject([
      { type: 'thinking', thinking: reply.thinking, signature: expect.stringMatching(/.+/) },
      { type: 'text', text: reply.text },
      { type: 'tool_use', id: 'toolu_0_0', name: 'read', input: { path: 'a.txt' } },
    ])
    expect(message.stop_reason).toBe('tool_use')
    expect(message.usage).toMatchObject({ input_tokens: 40, cache_read_input_tokens: 60, output_tokens: 7 })
  })

  test('over Chat has its calls and its usage', async () => {
    const { url } = await start(() => reply)
    const openai = new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0 })
    const completion = await openai.chat.completions
      .stream({ model: 'c', messages: [{ role: 'user', content: 'hi' }], stream_options: { include_usage: true } })
      .finalChatCompletion()
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: reply.text, tool_calls: [{ id: 'call_0_0' }, { function: { arguments: '{"pattern":' } }] },
    })
    expect(completion.usage).toMatchObject({ prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 60 } })
  })
})

describe('faults', () => {
  async function faulty(wire: Wire, fault: Fault): Promise<Response> {
    const { url } = await start(() => ({
      text: 'one two three four five six',
      calls: [{ name: 'read', args: { path: 'abc' } }],
      fault,
    }))
    return post(url, wire, hello(wire))
  }

  test.each(wires)('%s: a status comes with the body of its provider', async (wire) => {
    const response = await faulty(wire, { type: 'status', status: 429, retryAfter: '7' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    const { error } = (await response.json()) as { error: { type: string } }
    expect(error.type).toBe(wire === 'anthropic-messages' ? 'rate_limit_error' : 'requests')
  })

  test.each(wires)('%s: a cut at a byte, as an end and as a reset', async (wire) => {
    const ended = await faulty(wire, { type: 'cut', at: 100, how: 'end' })
    expect(Buffer.from(await ended.arrayBuffer())).toHaveLength(100)
    await mock?.close()
    const reset = await faulty(wire, { type: 'cut', at: 100, how: 'reset' })
    await expect(reset.text()).rejects.toThrow()
    await mock?.close()
    await expect(faulty(wire, { type: 'cut', at: 'before-headers' })).rejects.toThrow()
  })

  test.each(wires)('%s: a cut inside JSON, and one before the terminal event', async (wire) => {
    const inside = await (await faulty(wire, { type: 'cut', at: 'mid-json', how: 'end' })).text()
    const last = inside.slice(inside.lastIndexOf('data: ') + 6)
    expect(last).toContain('delta')
    expect(() => JSON.parse(last) as unknown).toThrow()
    await mock?.close()
    const before = await (await faulty(wire, { type: 'cut', at: 'before-terminal', how: 'end' })).text()
    expect(before).toMatch(/stop_reason|finish_reason|output_item.done/)
    expect(before).not.toMatch(/message_stop|\[DONE\]|response.completed/)
  })

  test.each(wires)('%s: a stall sends comments and nothing else', async (wire) => {
    const response = await faulty(wire, { type: 'cut', at: 'after-headers', how: 'stall', commentEveryMs: 5 })
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    expect(Buffer.from(value ?? []).toString()).toBe(': still here\n\n')
    await reader?.cancel()
  })

  test.each(wires)('%s: a full window is said before the stream or in it', async (wire) => {
    const response = await faulty(wire, { type: 'context-overflow' })
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(/context_length_exceeded|prompt is too long/)
    await mock?.close()
    const stream = await faulty(wire, { type: 'context-overflow', during: 'stream' })
    expect(stream.status).toBe(200)
    expect(await stream.text()).toMatch(/context_length_exceeded|prompt is too long/)
  })

  test.each(wires)('%s: an error and garbage inside the stream', async (wire) => {
    const error = await (await faulty(wire, { type: 'stream-error', error: 'overloaded' })).text()
    expect(error).toMatch(/overloaded/)
    await mock?.close()
    expect(await (await faulty(wire, { type: 'garbage', text: 'data: {oops\n\n' })).text()).toContain('{oops')
  })
})

describe('scripts', () => {
  test('a list goes by the answers in the window, an inner list by attempts', async () => {
    const unavailable: Reply = { fault: { type: 'status', status: 503 } }
    const { url, requests } = await start([[unavailable, { text: 'first' }], { text: 'second' }])
    const ask = (window: object[]): Promise<Response> => post(url, 'openai-chat', { messages: window })
    const user = { role: 'user', content: 'hi' }
    expect((await ask([user])).status).toBe(503)
    expect(await (await ask([user])).text()).toContain('first')
    expect(await (await ask([user])).text()).toContain('first')
    expect(await (await ask([user, { role: 'assistant', content: 'first' }, user])).text()).toContain('second')
    expect(requests.map(({ index, attempt }) => [index, attempt])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
    ])
  })

  test('a request beyond the list is a violation', async () => {
    const { url, violations } = await start([])
    expect((await post(url, 'openai-chat', hello('openai-chat'))).status).toBe(400)
    expect(violations).toEqual([expect.stringMatching(/no reply for answer 0/)])
  })

  test('a function sees the results at the end of the window', async () => {
    const { url } = await start(({ results, userText }) => ({ text: `${userText}: ${JSON.stringify(results)}` }))
    const call = { type: 'function_call', call_id: 'c1', name: 'read', arguments: '{}' }
    const output = { type: 'function_call_output', call_id: 'c1', output: 'bytes' }
    const response = await post(url, 'openai-responses', { input: [{ role: 'user', content: 'hi' }, call, output] })
    expect(await response.text()).toContain('bytes')
  })

  test('what does not extend the request before is named', async () => {
    const { url, requests } = await start(() => ({ text: 'x' }))
    const ask = (...texts: string[]): Promise<Response> =>
      post(url, 'anthropic-messages', {
        max_tokens: 9,
        metadata: { user_id: 's' },
        messages: [
          {
            role: 'user',
            content: texts.map((text) => ({ type: 'text', text, cache_control: { type: 'ephemeral' } })),
          },
        ],
      })
    await ask('a')
    await ask('a', 'b')
    expect(prefixBreaks(requests)).toEqual([])
    await ask('a', 'c', 'd')
    expect(prefixBreaks(requests)).toEqual([expect.stringMatching(/request 2 differs at part 3/)])
    expect(gapsMs(requests).every((gap) => gap >= 0)).toBe(true)
  })
})

test('it runs as a process of its own that prints its port and tells what it saw', async () => {
  const script = join(mkdtempSync(join(tmpdir(), 'mock-')), 'script.json')
  writeFileSync(script, JSON.stringify([{ text: 'from a file' }]))
  const main = new URL('./main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [main, '--script', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${line.toString().trim()}`
  expect(await (await post(url, 'openai-chat', hello('openai-chat'))).text()).toContain('from a file')
  const seen = (await (await fetch(`${url}/mock?bodies`)).json()) as {
    requests: { text: string }[]
    violations: string[]
  }
  expect(seen.violations).toEqual([])
  expect(JSON.parse(seen.requests[0]?.text ?? '')).toMatchObject({ model: 'm' })
  child.kill('SIGTERM')
  await once(child, 'exit')
})
