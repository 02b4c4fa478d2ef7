import { expect, test } from 'vitest'
import { checkConfig } from '../../../cli/config/config-file.ts'
import { effectiveSettings } from '../../../cli/config/effective-settings.ts'
import { serversKeys } from '../../../cli/remote/servers-keys.ts'

const places = { data: '/d', config: '/c', cache: '/x', run: [] }
const config = (value: Readonly<Record<string, unknown>>) => checkConfig(value, '/c/config.json', true)
const model = (value: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv) =>
  effectiveSettings(config(value), places, env).find(({ key }) => key === 'model')

test('what a model comes from is said as it is: the config file, a key, or a server whose keys are not known here', () => {
  expect(model({ model: 'openai/gpt-5.5' }, {})?.source).toBe('config file')
  expect(model({}, { OPENAI_API_KEY: 'sk' })?.source).toBe('the key that is set')
  expect(model({}, {})).toMatchObject({ value: null, source: 'no key is set' })
  const remote = { remote: 'https://lightspeed.example.com' }
  expect(model(remote, serversKeys({}, []))?.source).toBe("default; keys are the server's")
})
