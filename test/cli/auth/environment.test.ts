import { expect, test } from 'vitest'
import { withStoredKeys } from '../../../cli/auth/environment.ts'
import { hasAnyKey, keyStatuses, sourceWords } from '../../../cli/auth/key-status.ts'
import { lacksKey } from '../../../cli/auth/first-run.ts'
import { parseProviders } from '../../../core/models/providers-config.ts'

const configured = parseProviders(
  {
    local: { api: 'openai-chat', baseURL: 'http://127.0.0.1:1/v1', models: ['tiny'] },
    groq: { api: 'openai-chat', baseURL: 'http://127.0.0.1:1/v1', keyEnv: 'GROQ_API_KEY', models: ['big'] },
  },
  'config.json',
)

test('stored keys fill in for variables that are not set, and the environment wins', () => {
  const keys = { openai: 'stored-1', groq: 'stored-2', nobody: 'stored-3' }
  expect(withStoredKeys({ OPENAI_API_KEY: 'own', HOME: '/h' }, keys, configured)).toEqual({
    HOME: '/h',
    OPENAI_API_KEY: 'own',
    GROQ_API_KEY: 'stored-2',
  })
  expect(withStoredKeys({ OPENAI_API_KEY: ' ' }, keys, [])).toEqual({ OPENAI_API_KEY: 'stored-1' })
})

test("a token of Anthropic's in the environment wins over a stored key", () => {
  expect(withStoredKeys({ ANTHROPIC_AUTH_TOKEN: 't' }, { anthropic: 'stored' }, [])).toEqual({
    ANTHROPIC_AUTH_TOKEN: 't',
  })
})

test('a stored key for a name that every object has is no key', () => {
  const odd = parseProviders(
    { constructor: { api: 'openai-chat', baseURL: 'http://127.0.0.1:1', keyEnv: 'ODD_KEY' } },
    'config.json',
  )
  expect(withStoredKeys({}, {}, odd)).toEqual({})
})

test('the status says where each key comes from, and shows only the end of a long one', () => {
  const env = { OPENAI_API_KEY: 'sk-environment-1234' }
  const statuses = keyStatuses(configured, env, { openai: 'ignored', groq: 'short-5678' })
  expect(statuses).toEqual([
    { provider: 'openai', keyEnv: 'OPENAI_API_KEY', source: 'environment', variable: 'OPENAI_API_KEY', ends: '1234' },
    { provider: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY', source: 'none', variable: null, ends: null },
    { provider: 'local', keyEnv: null, source: 'not-needed', variable: null, ends: null },
    { provider: 'groq', keyEnv: 'GROQ_API_KEY', source: 'file', variable: null, ends: null },
  ])
  expect(statuses.map(sourceWords)).toEqual([
    'from the environment (OPENAI_API_KEY)',
    'none: lightspeed auth login anthropic, or export ANTHROPIC_API_KEY=...',
    'needs no key',
    'stored',
  ])
  expect(hasAnyKey(statuses)).toBe(true)
  expect(hasAnyKey(keyStatuses(configured, {}, {}))).toBe(false)
})

test('a key is lacking when the model that would be asked needs one', () => {
  const lacks = (model: string | null, env: NodeJS.ProcessEnv, flag: string | null = null) =>
    lacksKey({ config: { model, providers: configured }, env }, flag)
  expect(lacks(null, {})).toBe(true)
  expect(lacks(null, { OPENAI_API_KEY: 'k' })).toBe(false)
  expect(lacks('openai/gpt-5', {})).toBe(true)
  expect(lacks('local/tiny', {})).toBe(false)
  expect(lacks('openai/gpt-5', {}, 'demo/scripted')).toBe(false)
  // What is wrong otherwise is said by whoever opens the session.
  expect(lacks('nobody/x', {})).toBe(false)
})
