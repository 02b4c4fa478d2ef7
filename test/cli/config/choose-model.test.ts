import { expect, test } from 'vitest'
import { chooseModel, withEffort } from '../../../cli/config/choose-model.ts'
import { parseProviders } from '../../../core/models/providers-config.ts'
import { resolveModel } from '../../../core/models/resolve-model.ts'
import { defaultModels } from '../../../cli/config/choose-model.ts'

const nothing = { flag: null, config: null, providers: [], env: {} }

test('the flag counts before the config, and the config before keys', () => {
  const all = { ...nothing, flag: 'a/b', config: 'c/d', env: { OPENAI_API_KEY: 'k' } }
  expect(chooseModel(all)).toEqual({ text: 'a/b', source: 'flag' })
  expect(chooseModel({ ...all, flag: null })).toEqual({ text: 'c/d', source: 'config' })
  expect(chooseModel({ ...all, flag: null, config: null }).source).toBe('key')
})

test('the first provider whose key is set gives the model; a configured one its first model', () => {
  const both = { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' }
  expect(chooseModel({ ...nothing, env: both }).text).toMatch(/^anthropic\//)
  expect(chooseModel({ ...nothing, env: { OPENAI_API_KEY: 'k' } }).text).toMatch(/^openai\//)
  const providers = parseProviders(
    { mine: { api: 'openai-chat', baseURL: 'http://x', keyEnv: 'MINE', models: ['one', 'two'] } },
    'f',
  )
  expect(chooseModel({ ...nothing, providers, env: { MINE: 'k' } }).text).toBe('mine/one')
})

test('without any key the message says what to set and offers the demo', () => {
  expect(() => chooseModel({ ...nothing, env: { OPENAI_API_KEY: '' } })).toThrow(
    expect.objectContaining({
      code: 'auth',
      message: expect.stringMatching(/ANTHROPIC_API_KEY=.*OPENAI_API_KEY=.*demo\/scripted/),
    }),
  )
})

test('every default model is in the catalogue, with a price', () => {
  for (const { model, keys } of defaultModels) {
    const [key = ''] = keys
    expect(resolveModel(model, [], { [key]: 'k' }).info.price).not.toBeNull()
  }
})

test('--effort replaces the effort in a name, and only that', () => {
  expect(withEffort('openai/gpt-5.5:low', 'high')).toBe('openai/gpt-5.5:high')
  expect(withEffort('local/qwen:32b', 'high')).toBe('local/qwen:32b:high')
  expect(withEffort('openai/gpt-5.5:low', null)).toBe('openai/gpt-5.5:low')
})
