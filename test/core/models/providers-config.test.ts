import { expect, test } from 'vitest'
import { parseProviders } from '../../../core/models/providers-config.ts'

const own = { name: 'groq', api: 'openai-chat', baseURL: 'https://api.groq.example/v1', keyEnv: 'GROQ_API_KEY' }

test('no providers is an empty list', () => {
  expect(parseProviders(undefined, 'config.json')).toEqual([])
  expect(parseProviders([], 'config.json')).toEqual([])
})

test('a provider of one’s own is read whole, its models by name or with facts', () => {
  const facts = { windowTokens: 131_072, usdPerMillionTokens: { input: 0.5, output: 0.8 }, efforts: ['low'] }
  const value = [
    { ...own, dialect: 'plain', headers: { 'x-team': 'a' }, models: ['llama', { id: 'qwen/3:free', ...facts }] },
  ]
  expect(parseProviders(value, 'config.json')).toEqual([
    {
      ...own,
      dialect: 'plain',
      headers: { 'x-team': 'a' },
      models: {
        llama: {},
        'qwen/3:free': {
          windowTokens: 131_072,
          price: { input: 0.5, cachedInput: 0.5, cacheWrite: 0.5, output: 0.8 },
          longPrice: null,
          efforts: ['low'],
        },
      },
    },
  ])
})

test('a built-in provider may be changed in part', () => {
  const [openai] = parseProviders([{ name: 'openai', models: [{ id: 'gpt-next', windowTokens: 10 }] }], 'config.json')
  expect(openai).toMatchObject({ api: 'openai-responses', baseURL: null, keyEnv: null })
})

test.each([
  [{}, /^config\.json: providers must be a list$/],
  [['groq'], /^config\.json: providers\[0\] must be an object$/],
  [[{ ...own, name: undefined }], /providers\[0\]\.name is missing; it is a short name/],
  [[{ ...own, name: 'My Provider' }], /providers\[0\]\.name must be a short name/],
  [[{ ...own, name: 'demo' }], /providers\[0\]\.name is "demo", which is built in/],
  [[{ ...own, api: 'openai' }], /providers\[0\]\.api must be one of openai-responses, anthropic-messages, openai-chat/],
  [[{ ...own, api: undefined }], /providers\[0\]\.api is missing; use one of/],
  [[{ ...own, baseURL: undefined }], /providers\[0\]\.baseURL is missing/],
  [[{ ...own, baseURL: 'groq.com' }], /providers\[0\]\.baseURL must be an address that begins with http/],
  [[{ ...own, baseURL: 'http://[' }], /providers\[0\]\.baseURL is not a valid address/],
  [
    [{ ...own, keyEnv: 'sk-123' }],
    /providers\[0\]\.keyEnv must be the name of an environment variable.*never the key itself/,
  ],
  [[{ ...own, dialect: 'latin' }], /providers\[0\]\.dialect must be one of anthropic, openai, plain/],
  [[{ ...own, headers: { 'x-a': 1 } }], /providers\[0\]\.headers\.x-a must be one line of text/],
  [[{ ...own, headers: { 'x a': 'b' } }], /providers\[0\]\.headers has "x a", which cannot be the name of a header/],
  [[{ ...own, name: 'constructor', api: 7 }], /providers\[0\]\.api must be one of/],
  [[{ ...own, baseUrl: 'x' }], /providers\[0\] has no "baseUrl"; it knows name, api, baseURL/],
  [[{ ...own, models: [{}] }], /providers\[0\]\.models\[0\]\.id is missing/],
  [
    [{ ...own, models: [{ id: 'a', windowTokens: '8k' }] }],
    /providers\[0\]\.models\[0\]\.windowTokens must be a number of at least 1/,
  ],
  [
    [{ ...own, models: [{ id: 'a', usdPerMillionTokens: { input: 1 } }] }],
    /usdPerMillionTokens\.output must be a number of at least 0/,
  ],
  [[{ ...own, models: [{ id: 'a', efforts: ['max'] }] }], /models\[0\]\.efforts\[0\] must be one of minimal, low/],
  [
    [{ name: 'anthropic', api: 'openai-chat' }],
    /providers\[0\]\.api is always "anthropic-messages" for anthropic; remove it/,
  ],
  [[own, { ...own, baseURL: 'http://x' }], /^config\.json: providers has two entries named groq; join them$/],
])('%j is refused with file, field and what to write', (value, message) => {
  let thrown: unknown
  try {
    parseProviders(value, 'config.json')
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'bad-config', message: expect.stringMatching(message) })
})
