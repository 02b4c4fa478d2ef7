import { expect, test } from 'vitest'
import { parseProviders } from '../../../core/models/providers-config.ts'

const own = { api: 'openai-chat', baseURL: 'https://api.groq.example/v1', keyEnv: 'GROQ_API_KEY' }

test('no providers is an empty list', () => {
  expect(parseProviders(undefined, 'config.json')).toEqual([])
  expect(parseProviders({}, 'config.json')).toEqual([])
})

test('a provider of one’s own is read whole, its models by name or with facts', () => {
  const facts = { windowTokens: 131_072, usdPerMillionTokens: { input: 0.5, output: 0.8 }, efforts: ['low'] }
  const models = ['llama', { id: 'qwen/3:free', ...facts }]
  const value = { groq: { ...own, dialect: 'plain', headers: { 'x-team': 'a' }, models } }
  expect(parseProviders(value, 'config.json')).toEqual([
    {
      name: 'groq',
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
  const [openai] = parseProviders({ openai: { models: [{ id: 'gpt-next', windowTokens: 10 }] } }, 'config.json')
  expect(openai).toMatchObject({ api: 'openai-responses', baseURL: null, keyEnv: null })
})

test.each([
  [[], /^config\.json: providers must be an object$/],
  [{ groq: 'groq' }, /^config\.json: providers\.groq must be an object$/],
  [{ 'My Provider': own }, /providers\.My Provider needs a short name in small letters/],
  [{ demo: own }, /providers\.demo is built in; choose another name/],
  [
    { groq: { ...own, api: 'openai' } },
    /providers\.groq\.api must be one of openai-responses, anthropic-messages, openai-chat/,
  ],
  [{ groq: { ...own, api: undefined } }, /providers\.groq\.api is missing; use one of/],
  [{ groq: { ...own, baseURL: undefined } }, /providers\.groq\.baseURL is missing/],
  [{ groq: { ...own, baseURL: 'groq.com' } }, /providers\.groq\.baseURL must be an address that begins with http/],
  [{ groq: { ...own, baseURL: 'http://[' } }, /providers\.groq\.baseURL is not a valid address/],
  [
    { groq: { ...own, keyEnv: 'sk-123' } },
    /providers\.groq\.keyEnv must be the name of an environment variable.*never the key itself/,
  ],
  [{ groq: { ...own, dialect: 'latin' } }, /providers\.groq\.dialect must be one of anthropic, openai, plain/],
  [{ groq: { ...own, headers: { 'x-a': 1 } } }, /providers\.groq\.headers\.x-a must be one line of text/],
  [
    { groq: { ...own, headers: { 'x a': 'b' } } },
    /providers\.groq\.headers has "x a", which cannot be the name of a header/,
  ],
  [{ constructor: { ...own, api: 7 } }, /providers\.constructor\.api must be one of/],
  [{ groq: { ...own, baseUrl: 'x' } }, /providers\.groq has no "baseUrl"; it knows api, baseURL/],
  [{ groq: { ...own, models: [{}] } }, /providers\.groq\.models\[0\]\.id is missing/],
  [
    { groq: { ...own, models: [{ id: 'a', windowTokens: '8k' }] } },
    /providers\.groq\.models\[0\]\.windowTokens must be a number of at least 1/,
  ],
  [
    { groq: { ...own, models: [{ id: 'a', usdPerMillionTokens: { input: 1 } }] } },
    /usdPerMillionTokens\.output must be a number of at least 0/,
  ],
  [
    { groq: { ...own, models: [{ id: 'a', efforts: ['max'] }] } },
    /models\[0\]\.efforts\[0\] must be one of minimal, low/,
  ],
  [{ groq: { ...own, models: [{ id: 'a', takesImages: 'no' }] } }, /models\[0\]\.takesImages must be true or false/],
  [
    { anthropic: { api: 'openai-chat' } },
    /providers\.anthropic\.api is always "anthropic-messages" for anthropic; remove it/,
  ],
])('%j is refused with file, field and what to write', (value, message) => {
  let thrown: unknown
  try {
    parseProviders(value, 'config.json')
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'bad-config', message: expect.stringMatching(message) })
})
