import { onTestFinished, expect, test } from 'vitest'
import { openTenantModels } from '../../../remote/secrets/tenant-models.ts'
import { startMockProvider } from '../../support/mock-provider/mock-provider.ts'

const choice = { api: 'openai-chat', provider: 'local', model: 'tiny', effort: null } as const
const never = new AbortController().signal

async function openMock() {
  const mock = await startMockProvider(() => ({ text: 'Very well.' }))
  onTestFinished(() => mock.close())
  const provider = { name: 'local', api: 'openai-chat', keyEnv: 'LOCAL_KEY', dialect: null, headers: {}, models: {} }
  return { mock, configured: [{ ...provider, baseURL: `${mock.url}/v1` }] as never }
}

test('a request is sent with the key that its tenant has at that time', async () => {
  const { mock, configured } = await openMock()
  let key: string | null = 'key-one'
  // A key of the machine is nobody's.
  const env = { LOCAL_KEY: 'of-the-machine' }
  const models = openTenantModels(configured, { get: async () => key }, 'acme', env)
  const ask = async () => {
    const model = await models.open(choice)
    const item = model.format.userItem('hello')
    const request = {
      model: 'tiny',
      effort: null,
      instructions: '',
      tools: [],
      items: [item],
      cacheKey: 's',
      maxOutputTokens: null,
    }
    await model.generate(request, () => undefined, never)
  }
  await ask()
  await ask()
  key = 'key-two'
  await ask()
  expect(mock.requests.map(({ headers }) => headers['authorization'])).toEqual([
    'Bearer key-one',
    'Bearer key-one',
    'Bearer key-two',
  ])
  key = null
  const refusal = await models.open(choice).catch((error: unknown) => error)
  expect(refusal).toMatchObject({
    code: 'auth',
    message: expect.stringContaining('`lightspeed model-keys put local --tenant acme`'),
  })
  // The person cannot mend it where they are.
  expect(refusal).toMatchObject({ message: expect.not.stringMatching(/export|auth login/) })
})
