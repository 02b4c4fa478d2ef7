import { afterEach, describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../../core/models/index.ts'
import { openModel } from '../../../core/models/index.ts'
import type { ApiKind } from '../../../core/values/model-facts.ts'
import { apis, ask, whole, wire } from './replay.ts'

interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Headers
}

/** Asks once and gives what went out. */
async function sentBy(api: ApiKind, options: Partial<ClientOptions>): Promise<Sent> {
  const sent: Sent[] = []
  const fetch = (async (url: string | URL, init: RequestInit = {}) => {
    sent.push({ url: String(url), method: init.method ?? '', headers: new Headers(init.headers) })
    return whole(wire(api, 'answer'))
  }) as typeof globalThis.fetch
  await ask(openModel(api, { apiKey: 'sk-key-one', fetch, ...options }))
  const [request] = sent
  if (request === undefined || sent.length > 1) throw new Error(`${sent.length} requests`)
  return request
}

const paths = {
  'openai-responses': '/responses',
  'anthropic-messages': '/v1/messages',
  'openai-chat': '/chat/completions',
}

describe.each(apis)('%s', (api) => {
  const names = ['OPENAI_ORG_ID', 'OPENAI_PROJECT_ID', 'OPENAI_BASE_URL', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN']
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]))
  afterEach(() => {
    for (const name of names) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = before[name]
    }
  })

  test('the key, the address and extra headers are as given', async () => {
    const headers = { 'x-team': 'blue', 'user-agent': 'lightspeed' }
    const sent = await sentBy(api, { baseURL: 'https://gateway.example/api', headers })
    expect(sent).toMatchObject({ url: `https://gateway.example/api${paths[api]}`, method: 'POST' })
    expect(sent.headers.get('authorization')).toBe('Bearer sk-key-one')
    expect(sent.headers.get('content-type')).toBe('application/json')
    expect(sent.headers.get('x-team')).toBe('blue')
    expect(sent.headers.get('user-agent')).toBe('lightspeed')
  })

  test('without a key no credentials are sent, wherever they might be found', async () => {
    process.env.ANTHROPIC_AUTH_TOKEN = 'token-of-this-machine'
    const sent = await sentBy(api, { apiKey: null, baseURL: 'http://127.0.0.1:9' })
    expect(sent.headers.get('authorization')).toBeNull()
    expect(sent.headers.get('x-api-key')).toBeNull()
  })

  test('without an address the SDK reads its own variable', async () => {
    process.env.OPENAI_BASE_URL = 'https://openai.example/v1'
    process.env.ANTHROPIC_BASE_URL = 'https://anthropic.example'
    const { url } = await sentBy(api, {})
    const base = api === 'anthropic-messages' ? 'https://anthropic.example' : 'https://openai.example/v1'
    expect(url).toBe(`${base}${paths[api]}`)
  })

  test("another provider is not told of this person's organisation at OpenAI", async () => {
    process.env.OPENAI_ORG_ID = 'org-secret'
    process.env.OPENAI_PROJECT_ID = 'proj-secret'
    const { headers } = await sentBy(api, { baseURL: 'https://gateway.example/api' })
    expect(JSON.stringify([...headers])).not.toContain('secret')
  })
})
