import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { choosePort } from '../../../cli/dev/choose-port.ts'
import { devPlaces } from '../../../cli/dev/dev-places.ts'
import { nextStep } from '../../../cli/dev/next-step.ts'
import { requireSecrets } from '../../../cli/dev/stack-secrets.ts'
import { newStack, readStack } from '../../../cli/dev/stack-state.ts'
import { Stack } from '../../../cli/dev/stack.ts'
import { withStackLock } from '../../../cli/dev/stack-lock.ts'
import { ownKeys } from '../../../cli/dev/supply-tenant.ts'

let root = ''
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'stack-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  root = made
})

test('one waits for the other, and hears that it does', async () => {
  const file = join(root, 'dev.lock')
  const order: string[] = []
  const begun = Promise.withResolvers<undefined>()
  const goOn = Promise.withResolvers<undefined>()
  const first = withStackLock(
    file,
    () => order.push('the first waits'),
    async () => {
      begun.resolve(undefined)
      await goOn.promise
      order.push('first')
    },
  )
  await begun.promise
  const second = withStackLock(
    file,
    () => {
      order.push('the second waits')
      goOn.resolve(undefined)
    },
    async () => order.push('second'),
  )
  await Promise.all([first, second])
  expect(order).toEqual(['the second waits', 'first', 'second'])
})

test('work that fails lets go of the lock', async () => {
  const file = join(root, 'dev.lock')
  const fail = withStackLock(
    file,
    () => undefined,
    () => Promise.reject(new Error('no')),
  )
  await expect(fail).rejects.toThrow('no')
  expect(
    await withStackLock(
      file,
      () => expect.fail('waits'),
      async () => 'done',
    ),
  ).toBe('done')
})

test('a port that is taken is replaced by one that no other part has', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const chosen = await choosePort(port)
  expect(chosen).not.toBe(port)
  expect(await choosePort(chosen)).toBe(chosen)
})

test('what changes in a stack is written down at once, for its owner only', () => {
  const places = devPlaces(root)
  const stack = new Stack(places)
  expect(stack.state).toEqual(newStack)
  stack.setPort('ui', 9)
  stack.setProcess('s3', { pid: 5, startedAt: '6', inputs: '' })
  expect(readStack(places.state)).toMatchObject({ ports: { ui: 9 }, processes: { s3: { pid: 5 } } })
  stack.setProcess('s3', null)
  expect(readStack(places.state)?.processes).toEqual({})
  expect(statSync(places.state).mode & 0o777).toBe(0o600)
})

test('a state that this release did not write is refused', () => {
  const { state } = devPlaces(root)
  new Stack(devPlaces(root)).change({})
  for (const text of ['{', '{"version": 2}', 'null']) {
    writeFileSync(state, text)
    expect(() => readStack(state)).toThrow(expect.objectContaining({ code: 'dev-state' }))
  }
})

test('secrets are made once', () => {
  const { secrets } = devPlaces(root)
  const made = requireSecrets(secrets)
  expect(Buffer.from(made.masterKey, 'base64')).toHaveLength(32)
  expect(requireSecrets(secrets)).toEqual(made)
  expect(readFileSync(secrets, 'utf8')).toContain(made.postgresPassword)
  expect(statSync(secrets).mode & 0o777).toBe(0o600)
})

test("a person's keys are those of the environment, else those that are stored", () => {
  const stored = { openai: 'stored-1', anthropic: 'stored-2' }
  const env = { OPENAI_API_KEY: ' own\n', ANTHROPIC_API_KEY: ' ' }
  expect(ownKeys({ configured: [], env, stored })).toEqual([
    ['openai', 'own'],
    ['anthropic', 'stored-2'],
  ])
})

test('the next step names a model whose key is there, where the usual one has none', () => {
  const step = (model: string | null, keys: readonly string[]) => nextStep({ model, providers: [] }, keys)
  expect(step(null, ['anthropic', 'openai'])).toBe('lightspeed chat --remote dev')
  expect(step(null, ['openai'])).toMatch(/^lightspeed chat --remote dev -m openai\//)
  expect(step(null, [])).toBe('lightspeed chat --remote dev -m demo/scripted')
  expect(step('openai/gpt-5.5', ['openai'])).toBe('lightspeed chat --remote dev')
})
