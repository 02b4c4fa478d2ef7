import { afterEach, expect, test } from 'vitest'
import { openModels } from '../../../core/models/open-models.ts'
import { parseProviders } from '../../../core/models/providers-config.ts'
import type { ModelRequest } from '../../../core/ports/model.ts'
import type { ModelChoice } from '../../../core/ports/models.ts'
import type { MockProvider } from '../../support/mock-provider/mock-provider.ts'
import { startMockProvider } from '../../support/mock-provider/mock-provider.ts'

let mock: MockProvider | null = null

afterEach(async () => {
  await mock?.close()
  mock = null
})

const openai: ModelChoice = { api: 'openai-responses', provider: 'openai', model: 'gpt-5', effort: null }
const anthropic: ModelChoice = {
  api: 'anthropic-messages',
  provider: 'anthropic',
  model: 'claude-opus-5',
  effort: null,
}

function requestTo(model: string, item: ModelRequest['items'][number]): ModelRequest {
  return {
    model,
    effort: null,
    instructions: 'Be good.',
    tools: [],
    items: [item],
    cacheKey: 's',
    maxOutputTokens: null,
  }
}

async function ask(choice: ModelChoice, models: ReturnType<typeof openModels>): Promise<string> {
  const model = await models.open(choice)
  const request = requestTo(choice.model, model.format.userItem('hi'))
  return (await model.generate(request, () => {}, new AbortController().signal)).text
}

test('every api is reached with its key, over connections that are kept', async () => {
  mock = await startMockProvider(() => ({ text: 'fine' }), { apiKey: 'k' })
  const configured = parseProviders({ mine: { api: 'openai-chat', baseURL: `${mock.url}/v1`, keyEnv: 'MINE' } }, 'c')
  const env = {
    ...{ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${mock.url}/v1` },
    ...{ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: mock.url, MINE: 'k' },
  }
  const models = openModels({ configured, env })
  const mine: ModelChoice = { api: 'openai-chat', provider: 'mine', model: 'm', effort: null }
  for (const choice of [openai, anthropic, mine, openai]) expect(await ask(choice, models)).toBe('fine')
  expect(mock.violations).toEqual([])
  expect(mock.requests.map(({ wire }) => wire)).toEqual([
    'openai-responses',
    'anthropic-messages',
    'openai-chat',
    'openai-responses',
  ])
})

test('an auth token is sent as one, and no made-up key beside it', async () => {
  mock = await startMockProvider(() => ({ text: 'fine' }))
  const models = openModels({ configured: [], env: { ANTHROPIC_AUTH_TOKEN: 't', ANTHROPIC_BASE_URL: mock.url } })
  expect(await ask(anthropic, models)).toBe('fine')
  expect(mock.requests[0]?.headers).toMatchObject({ authorization: 'Bearer t' })
  expect(mock.requests[0]?.headers['x-api-key']).toBeUndefined()
})

test('a provider that is not there, or has no key, is a model error that is final', async () => {
  const models = openModels({ configured: [], env: {} })
  await expect(models.open(openai)).rejects.toMatchObject({
    code: 'auth',
    message: expect.stringMatching(/OPENAI_API_KEY/),
    failure: { retryable: false },
  })
  await expect(models.open({ ...openai, provider: 'gone' })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/no provider is called gone/),
    failure: { retryable: false },
  })
})

test('the demo is opened without a key, and knows its format', async () => {
  const models = openModels({ configured: [], env: {} })
  const demo: ModelChoice = { api: 'openai-chat', provider: 'demo', model: 'scripted', effort: null }
  expect(await ask(demo, models)).toMatch(/^Hello!/)
  expect((await models.format('anthropic-messages')).api).toBe('anthropic-messages')
})

test('cost comes from the catalogue, retries from the policy', () => {
  const models = openModels({ configured: [], env: {}, random: () => 0.5 })
  const usage = { inputTokens: 10, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }
  expect(models.cost({ ...openai, model: 'gpt-6.2-sol' }, usage)).toBe(20)
  expect(models.cost({ ...openai, model: 'unheard-of' }, usage)).toBeNull()
  expect(models.cost({ ...openai, provider: 'gone' }, usage)).toBeNull()
  expect(models.retryDelay(2, { retryable: true, retryAfterMs: null })).toBe(1000)
  expect(models.retryDelay(2, { retryable: false, retryAfterMs: null })).toBeNull()
})
