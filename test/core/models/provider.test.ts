import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createLeanFetch } from '../../../core/models/http/lean-fetch.ts'
import type { ClientOptions } from '../../../core/models/index.ts'
import { formatOf, openModel } from '../../../core/models/index.ts'
import type { Model, NativeItem } from '../../../core/ports/model.ts'
import type { ApiKind } from '../../../core/values/model-facts.ts'
import type { MockProvider } from '../../support/mock-provider/mock-provider.ts'
import { startMockProvider } from '../../support/mock-provider/mock-provider.ts'
import { prefixBreaks } from '../../support/mock-provider/record.ts'
import type { Fault, Reply, Script } from '../../support/mock-provider/script.ts'
import { apis, ask, failureOf, wire } from './replay.ts'
import { readTool } from './session-items.ts'

interface Setting {
  readonly mock: MockProvider
  readonly model: Model
}

async function withMock(
  api: ApiKind,
  script: Script,
  use: (setting: Setting) => Promise<void>,
  options: Partial<ClientOptions> = {},
) {
  const mock = await startMockProvider(script)
  const baseURL = api === 'anthropic-messages' ? mock.url : `${mock.url}/v1`
  const fetch = createLeanFetch({ env: {} })
  try {
    await use({ mock, model: openModel(api, { apiKey: 'sk-mock-key', baseURL, fetch, ...options }) })
  } finally {
    await mock.close()
  }
}

/** Runs turns until one has no calls; results say which call they answer. */
async function converse(api: ApiKind, model: Model, items: NativeItem[], turns = 40): Promise<string> {
  const format = formatOf(api)
  for (let turn = 0; turn < turns; turn += 1) {
    const { generation } = await ask(model, { tools: [readTool], items })
    items.push(...generation.items.map(({ item }) => item))
    if (generation.calls.length === 0) return generation.text
    for (const { callId, name } of generation.calls) {
      items.push(format.toolResultItem({ callId, name, text: `result of ${callId}`, isError: false }, readTool))
    }
  }
  throw new Error('the conversation did not end')
}

describe.each(apis)('%s over HTTP', (api) => {
  const calling = (n: number, more: Reply = {}): Reply => ({
    ...more,
    thinking: `Überlegung ${n} 🗓️`,
    calls: [1, 2].map((k) => ({ name: 'Read', args: { file_path: `größe/${n}-${k}.ts` } })),
  })
  const odd: Reply = { unknownItem: true, unknownEvent: true, chunkBytes: 7 }

  test('a strict provider takes every request of a long session, each extending the last', async () => {
    const turns = Array.from({ length: 10 }, (_, n) => calling(n, n % 3 === 1 ? odd : {}))
    const script = [...turns, { ...odd, text: 'Fertig — 完了.' }, calling(11), { text: 'Again.' }]
    await withMock(api, script, async ({ mock, model }) => {
      const items = [formatOf(api).userItem('Los!')]
      expect(await converse(api, model, items)).toBe('Fertig — 完了.')
      items.push(formatOf(api).userItem('Noch einmal.'))
      expect(await converse(api, model, items)).toBe('Again.')
      expect(mock.violations).toEqual([])
      expect(mock.requests).toHaveLength(13)
      expect(prefixBreaks(mock.requests)).toEqual([])
      expect(mock.requests.every(({ headers }) => headers.authorization === 'Bearer sk-mock-key')).toBe(true)
    })
  })

  /** OpenAI's SDK parses what stands there when a stream ends; Anthropic's waits for the line end. */
  const cutInJson = 'malformed-response or stream-cut'
  const faults: readonly (readonly [name: string, fault: Fault, code: string, facts: object])[] = [
    ['401', { type: 'status', status: 401 }, 'auth', { status: 401, retryable: false }],
    [
      '429 with a wait',
      { type: 'status', status: 429, retryAfter: '3' },
      'rate-limit',
      { retryable: true, retryAfterMs: 3000 },
    ],
    ['no money', { type: 'status', status: 429, quota: true }, 'quota', { retryable: false }],
    ['404', { type: 'status', status: 404 }, 'not-found', { retryable: false }],
    ['413', { type: 'status', status: 413 }, 'bad-request', { retryable: false }],
    ['500', { type: 'status', status: 500 }, 'server', { retryable: true }],
    ['529', { type: 'status', status: 529 }, 'overloaded', { retryable: true }],
    ['a full window', { type: 'context-overflow' }, 'context-overflow', { status: 400, retryable: false }],
    [
      'a full window, said in the stream',
      { type: 'context-overflow', during: 'stream' },
      'context-overflow',
      { retryable: false },
    ],
    ['an overload in the stream', { type: 'stream-error', error: 'overloaded' }, 'overloaded', { retryable: true }],
    ['a rate limit in the stream', { type: 'stream-error', error: 'rate-limit' }, 'rate-limit', { retryable: true }],
    [
      'a failed response',
      { type: 'stream-error', error: 'server', shape: 'response-failed' },
      'server',
      { retryable: true },
    ],
    ['a reset before headers', { type: 'cut', at: 'before-headers' }, 'network', { retryable: true }],
    ['a reset after headers', { type: 'cut', at: 'after-headers' }, 'network', { retryable: true }],
    ['a reset in the middle', { type: 'cut', at: 'mid-stream' }, 'network', { retryable: true }],
    ['a reset inside JSON', { type: 'cut', at: 'mid-json' }, 'network', { retryable: true }],
    ['a close in the middle', { type: 'cut', at: 'mid-stream', how: 'close' }, 'network', { retryable: true }],
    ['an end in the middle', { type: 'cut', at: 'mid-stream', how: 'end' }, 'stream-cut', { retryable: true }],
    ['an end inside JSON', { type: 'cut', at: 'mid-json', how: 'end' }, cutInJson, { retryable: true }],
    ['silence', { type: 'cut', at: 'mid-stream', how: 'stall' }, 'timeout', { retryable: true }],
    [
      'comments for ever',
      { type: 'cut', at: 'mid-stream', how: 'stall', commentEveryMs: 20 },
      'timeout',
      { retryable: true },
    ],
    [
      'JSON that is none',
      { type: 'garbage', text: 'event: message_delta\ndata: {"broken\n\n' },
      'malformed-response',
      { retryable: true },
    ],
  ]

  test.each(faults)('%s: the same request succeeds afterwards', async (_, fault, code, facts) => {
    const script = [[{ text: 'A longer answer that is broken off.', fault }, { text: 'All is well.' }]]
    const check = async ({ mock, model }: Setting): Promise<void> => {
      const items = [formatOf(api).userItem('Hi')]
      const failed = await failureOf(ask(model, { items }))
      expect(code.split(' or ')).toContain(failed.code)
      expect(failed.failure).toMatchObject(facts)
      expect((await ask(model, { items })).generation.text).toBe('All is well.')
      expect(mock.requests.map(({ attempt }) => attempt)).toEqual([0, 1])
      expect(mock.violations).toEqual([])
    }
    await withMock(api, script, check, code === 'timeout' ? { idleTimeoutMs: 600 } : {})
  })

  test('comments, an odd framing and a slow stream change nothing', async () => {
    for (const framing of ['lf', 'crlf', 'cr', 'bom'] as const) {
      const reply: Reply = { ...calling(1), text: 'Größe 🗓️', framing, chunkDelayMs: 1 }
      await withMock(api, [reply], async ({ model }) => {
        const { generation } = await ask(model, { items: [formatOf(api).userItem('Hi')], tools: [readTool] })
        expect(generation.text).toBe('Größe 🗓️')
        expect(generation.calls).toHaveLength(2)
      })
    }
  })

  test('a call with invalid JSON comes through raw, and its session goes on', async () => {
    const script = [{ calls: [{ name: 'Read', args: '{"file_path": "a.ts' }] }, { text: 'Sorry.' }]
    await withMock(api, script, async ({ mock, model }) => {
      const items = [formatOf(api).userItem('Hi')]
      expect(await converse(api, model, items)).toBe('Sorry.')
      expect(mock.violations).toEqual([])
    })
  })

  test('a cut answer, then a result for the call that was whole: the provider takes both', async () => {
    const script = [{ ...calling(1), stop: 'max-output' as const }, { text: 'On we go.' }]
    await withMock(api, script, async ({ mock, model }) => {
      expect(await converse(api, model, [formatOf(api).userItem('Hi')])).toBe('On we go.')
      expect(mock.violations).toEqual([])
    })
  })

  test('an empty answer is an error, a refusal is not', async () => {
    await withMock(api, [[{}, { stop: 'refusal', text: 'No.' }]], async ({ model }) => {
      const items = [formatOf(api).userItem('Hi')]
      expect(await failureOf(ask(model, { items }))).toMatchObject({ code: 'empty-response' })
      expect((await ask(model, { items })).generation).toMatchObject({ stop: 'refusal', text: 'No.' })
    })
  })

  test('an abort ends the call at once', async () => {
    await withMock(api, [{ text: 'word '.repeat(400), chunkDelayMs: 20 }], async ({ model }) => {
      const control = new AbortController()
      const answer = ask(model, { items: [formatOf(api).userItem('Hi')] }, control.signal)
      setTimeout(() => control.abort(), 120)
      const aborted = failureOf(answer)
      // Whole, it would be an answer: what ends it is the abort.
      expect(await aborted).toMatchObject({ code: 'aborted' })
    })
  })

  test('answers that are whole before their stream ends give their connection back', async () => {
    const sockets = new Set<unknown>()
    const server = createServer((request, response) => {
      sockets.add(request.socket)
      request.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(wire(api, 'answer'))
      response.once('finish', () => ended())
      setTimeout(() => response.end(': the end\n\n'), 5)
    })
    let ended = (): void => undefined
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      const options = { apiKey: 'k', baseURL: `http://127.0.0.1:${port}`, fetch: createLeanFetch({ env: {} }) }
      const model = openModel(api, options)
      for (let turn = 0; turn < 3; turn += 1) {
        const end = new Promise<void>((resolve) => (ended = resolve))
        await ask(model)
        await end
        // The end still has to be read.
        await sleep(50)
      }
      expect(sockets.size).toBe(1)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
