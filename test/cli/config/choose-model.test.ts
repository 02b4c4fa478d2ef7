import { expect, test } from 'vitest'
import { chooseModel, withEffort } from '../../../cli/config/choose-model.ts'
import { parseProviders } from '../../../core/models/providers-config.ts'
import { resolveModel } from '../../../core/models/resolve-model.ts'
import { defaultModels } from '../../../cli/config/choose-model.ts'
import { keysOf } from '../../../cli/config/has-key.ts'
import { serversKeys } from '../../../cli/remote/servers-keys.ts'

const nothing = { flag: null, config: null, providers: [], ...keysOf({}) }

test('the flag counts before the config, and the config before keys', () => {
  const all = { ...nothing, flag: 'a/b', config: 'c/d', ...keysOf({ OPENAI_API_KEY: 'k' }) }
  expect(chooseModel(all)).toEqual({ text: 'a/b', source: 'flag' })
  expect(chooseModel({ ...all, flag: null })).toEqual({ text: 'c/d', source: 'config' })
  expect(chooseModel({ ...all, flag: null, config: null }).source).toBe('key')
})

test('the first provider whose key is set gives the model; a configured one its first model', () => {
  const both = { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' }
  expect(chooseModel({ ...nothing, ...keysOf(both) }).text).toMatch(/^anthropic\//)
  expect(chooseModel({ ...nothing, ...keysOf({ OPENAI_API_KEY: 'k' }) }).text).toMatch(/^openai\//)
  const providers = parseProviders(
    { mine: { api: 'openai-chat', baseURL: 'http://x', keyEnv: 'MINE', models: ['one', 'two'] } },
    'f',
  )
  expect(chooseModel({ ...nothing, providers, ...keysOf({ MINE: 'k' }) }).text).toBe('mine/one')
})

test('keys go by the name of their provider: one with the variable of another is not the other', () => {
  const providers = parseProviders(
    {
      mine: { api: 'openai-chat', baseURL: 'http://x', keyEnv: 'OPENAI_API_KEY', models: ['one'] },
      anthropic: { keyEnv: 'ACME_KEY' },
    },
    'f',
  )
  const choose = (owner: string) =>
    chooseModel({ flag: null, config: null, providers, hasKey: ({ name }) => name === owner }).text
  expect(choose('mine')).toBe('mine/one')
  expect(choose('anthropic')).toMatch(/^anthropic\//)
})

test('without any key the message says what to set and offers the demo', () => {
  expect(() => chooseModel({ ...nothing, ...keysOf({ OPENAI_API_KEY: '' }) })).toThrow(
    expect.objectContaining({
      code: 'auth',
      message: expect.stringMatching(/ANTHROPIC_API_KEY=.*OPENAI_API_KEY=.*demo\/scripted/),
    }),
  )
})

test('every default model is in the catalogue, with a price', () => {
  for (const { model, provider } of defaultModels) {
    expect(resolveModel(model, [], serversKeys({}, []))).toMatchObject({ choice: { provider }, info: { price: {} } })
  }
})

test('--effort replaces the effort in a name, and only that', () => {
  expect(withEffort('openai/gpt-5.5:low', 'high')).toBe('openai/gpt-5.5:high')
  expect(withEffort('local/qwen:32b', 'high')).toBe('local/qwen:32b:high')
  expect(withEffort('openai/gpt-5.5:low', null)).toBe('openai/gpt-5.5:low')
})
