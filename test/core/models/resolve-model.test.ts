import { describe, expect, test } from 'vitest'
import { parseProviders } from '../../../core/models/providers-config.ts'
import { resolveModel } from '../../../core/models/resolve-model.ts'

const env = { OPENAI_API_KEY: 'sk-o', ANTHROPIC_API_KEY: 'sk-a' }

function providers(...entries: (Record<string, unknown> & { readonly name: string })[]) {
  return parseProviders(Object.fromEntries(entries.map(({ name, ...entry }) => [name, entry])), 'config.json')
}

describe('names', () => {
  test('openai is Responses, anthropic Messages, each in its dialect, with what the catalogue knows', () => {
    expect(resolveModel('openai/gpt-6.2-sol', [], env)).toMatchObject({
      choice: { api: 'openai-responses', provider: 'openai', model: 'gpt-6.2-sol', effort: null },
      dialect: 'openai',
      info: { windowTokens: 1_050_000, price: { input: 2 } },
      connection: { apiKey: 'sk-o', baseURL: undefined },
    })
    expect(resolveModel('anthropic/claude-opus-5-5:high', [], env)).toMatchObject({
      choice: { api: 'anthropic-messages', model: 'claude-opus-5-5', effort: 'high' },
      dialect: 'anthropic',
      connection: { apiKey: 'sk-a' },
    })
  })

  test('the demo needs no key', () => {
    expect(resolveModel('demo/scripted', [], {})).toMatchObject({
      choice: { api: 'openai-chat', provider: 'demo', model: 'scripted' },
      dialect: 'plain',
      connection: { apiKey: null },
    })
  })

  test('a model that nobody listed is asked for as it is written', () => {
    const { choice, info } = resolveModel('openai/ft:gpt-5:me::abc', [], env)
    expect(choice).toMatchObject({ model: 'ft:gpt-5:me::abc', effort: null })
    expect(info).toMatchObject({ windowTokens: null, price: null })
  })

  test.each([
    ['local/qwen/qwen3:free', 'qwen/qwen3:free', null],
    ['local/qwen/qwen3:free:high', 'qwen/qwen3:free', 'high'],
    ['local/deepseek-r1:70b', 'deepseek-r1:70b', null],
    ['local/m:xhigh', 'm', 'xhigh'],
    ['local/:low', ':low', null],
  ])('%s is the model %s', (text, model, effort) => {
    const local = providers({ name: 'local', api: 'openai-chat', baseURL: 'http://127.0.0.1:1/v1' })
    expect(resolveModel(text, local, {}).choice).toEqual({ api: 'openai-chat', provider: 'local', model, effort })
  })
})

describe('the environment', () => {
  test('base URLs and the rest are taken as the SDKs take them', () => {
    const more = {
      ...env,
      OPENAI_BASE_URL: 'http://o/v1',
      ANTHROPIC_BASE_URL: 'http://a',
      OPENAI_ORG_ID: 'org',
      OPENAI_PROJECT_ID: 'p',
    }
    expect(resolveModel('openai/gpt-5', [], more).connection).toEqual({
      apiKey: 'sk-o',
      baseURL: 'http://o/v1',
      headers: { 'openai-organization': 'org', 'openai-project': 'p' },
    })
    expect(resolveModel('anthropic/claude-opus-5', [], more).connection.baseURL).toBe('http://a')
  })

  test('an auth token stands in for an Anthropic key, which goes before it', () => {
    const token = { ANTHROPIC_AUTH_TOKEN: 't' }
    const { connection } = resolveModel('anthropic/claude-opus-5', [], token)
    expect(connection).toMatchObject({ apiKey: null, headers: { authorization: 'Bearer t' } })
    expect(resolveModel('anthropic/claude-opus-5', [], { ...env, ...token }).connection).toMatchObject({
      apiKey: 'sk-a',
      headers: {},
    })
  })

  test('a provider of one’s own has its own key, address and headers', () => {
    const entry = {
      name: 'groq',
      api: 'openai-chat',
      baseURL: 'https://g/v1',
      keyEnv: 'GROQ_API_KEY',
      headers: { 'x-a': 'b' },
    }
    expect(resolveModel('groq/llama', providers(entry), { GROQ_API_KEY: 'k' })).toMatchObject({
      choice: { api: 'openai-chat', provider: 'groq' },
      dialect: 'plain',
      connection: { apiKey: 'k', baseURL: 'https://g/v1', headers: { 'x-a': 'b' } },
    })
  })
})

describe('config over catalogue', () => {
  test('a fact given replaces that fact and leaves the others', () => {
    const changed = providers({ name: 'openai', keyEnv: 'WORK_KEY', models: [{ id: 'gpt-6.2-sol', windowTokens: 5 }] })
    const resolved = resolveModel('openai/gpt-6.2-sol', changed, { WORK_KEY: 'w' })
    expect(resolved.info).toMatchObject({ windowTokens: 5, maxOutputTokens: 128_000, price: { input: 2 } })
    expect(resolved.connection.apiKey).toBe('w')
  })
})

describe('what cannot be asked for', () => {
  test.each([
    [
      'openai/gpt-5',
      'no-key',
      /no API key for openai: store one with `lightspeed auth login openai` or set it with `export OPENAI_API_KEY=\.\.\.`; without one: -m demo\/scripted/,
    ],
    ['anthropic/claude-opus-5', 'no-key', /ANTHROPIC_API_KEY/],
    ['opneai/gpt-5', 'unknown-provider', /did you mean openai\?/],
    ['Claude/opus', 'unknown-provider', /did you mean anthropic\?/],
    ['gpt/5', 'unknown-provider', /did you mean openai\?/],
    [
      'xyz/5',
      'unknown-provider',
      /^no provider is called xyz; known are openai, anthropic, demo; others are added under "providers"/,
    ],
    ['gpt-6.2-sol:high', 'bad-model', /such as openai\/gpt-6\.2-sol:high; got "gpt-6\.2-sol:high"/],
    ['claude-opus-5-5', 'bad-model', /such as anthropic\/claude-opus-5-5;/],
    ['openai', 'bad-model', /such as openai\/gpt-6\.2-astra;/],
    ['nonsense', 'bad-model', /provider\/model\[:effort\]/],
    ['openai/', 'bad-model', /provider\/model/],
    ['/gpt-5', 'bad-model', /provider\/model/],
    ['', 'bad-model', /provider\/model/],
    ['demo/other', 'bad-model', /use -m demo\/scripted/],
    ['openai/gpt-6.2-sol:minimal', 'unknown-effort', /has no effort minimal; it takes low, medium, high, xhigh/],
    ['openai/gpt-4.1:low', 'unknown-effort', /it takes no effort/],
  ])('%j is %s', (text, code, message) => {
    const blank = { OPENAI_API_KEY: '  ' }
    expect(() => resolveModel(text, [], text.startsWith('openai/gpt-6') || text.includes('4.1') ? env : blank)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})
