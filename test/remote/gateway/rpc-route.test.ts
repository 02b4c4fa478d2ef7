import { PostgresUnreachableError } from '../../../remote/postgres/errors.ts'
import { expect, test } from 'vitest'
import contract from '../../../docs/schema/gateway.json' with { type: 'json' }
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { answerRpc } from '../../../remote/gateway/answer-rpc.ts'
import { contractVersion } from '../../../remote/gateway/contract.ts'
import * as limits from '../../../remote/gateway/limits.ts'
import { createMethods } from '../../../remote/gateway/methods.ts'
import type { Tenant } from '../../../remote/postgres/tenant.ts'
import { newSession, rename, session, staged, withSession } from '../../contract/store-samples.ts'
import { openGatewayRig, theirs, type Answer } from './gateway-rig.ts'

const request = (id: unknown, method: string, params: unknown = {}) => ({ jsonrpc: '2.0', id, method, params })
const inBase64 = (size: number) => {
  const { ref, bytes } = staged(size)
  return { ref, base64: Buffer.from(bytes).toString('base64') }
}

test('a client is told who answers, and for whom', async () => {
  const { call } = await openGatewayRig()
  expect((await call('info')).result).toEqual({ contract: contractVersion, version: '1.2.3', tenant: 'ours' })
  expect((await call('info', {}, theirs)).result).toMatchObject({ tenant: 'theirs' })
})

test('a command is stored with its blobs, and its session woken, also when it is sent again', async () => {
  const { call, store, woken } = await openGatewayRig()
  await withSession(store)
  const { id, command } = rename('a')
  const params = { session, id, command, blobs: [inBase64(10)] }
  expect(await call('inbox.submit', params)).toEqual({ jsonrpc: '2.0', id: 1, result: null })
  expect(await store.inbox.pending(session)).toEqual([{ id, command }])
  expect(await store.blobs.has([staged(10).ref])).toEqual(new Set([staged(10).ref]))
  await call('inbox.submit', params)
  expect(woken).toEqual([
    ['ours', session],
    ['ours', session],
  ])
})

test('a command that nobody could be told of is refused, and stays', async () => {
  const { call, store } = await openGatewayRig({ wake: () => Promise.reject(new Error('no Temporal')) })
  await withSession(store)
  const { error } = await call('inbox.submit', { session, ...rename('a'), blobs: [] })
  expect(error?.data.code).toBe('not-woken')
  expect(await store.inbox.pending(session)).toHaveLength(1)
})

test('a command of which nobody hears, where telling hangs, is refused, and stays', async () => {
  const { call, store } = await openGatewayRig({ wake: () => new Promise(() => undefined), wakeMs: 20 })
  await withSession(store)
  const { error } = await call('inbox.submit', { session, ...rename('a'), blobs: [] })
  expect(error?.data.code).toBe('not-woken')
  expect(await store.inbox.pending(session)).toHaveLength(1)
})

test('a store that says nothing is told of, by calls and where keys are looked up', async () => {
  const never = () => new Promise<never>(() => undefined)
  const { call, failures } = await openGatewayRig({ commands: never, answerMs: 50 })
  expect((await call('workers.describe')).error?.data.code).toBe('store-silent')
  expect(failures).toMatchObject([{ message: 'Postgres said nothing for 0.05 s' }])
  const { post } = await openGatewayRig({ keys: { find: never }, answerMs: 50 })
  expect((await post('{}')).status).toBe(503)
})

test('of a database that is known to be away more is said than that it is silent', async () => {
  const never = () => new Promise<never>(() => undefined)
  const away = new PostgresUnreachableError('db.internal:5432', 'ECONNREFUSED', null)
  const whySilent = () => away
  const { call, failures } = await openGatewayRig({ commands: never, answerMs: 50, whySilent })
  const { error } = await call('workers.describe')
  expect(error).toMatchObject({
    data: { code: 'postgres-unreachable' },
    message: expect.not.stringContaining('internal'),
  })
  expect(failures).toEqual([away])
  const { call: locked } = await openGatewayRig({ keys: { find: never }, answerMs: 50, whySilent })
  expect((await locked('info')).error?.data.code).toBe('postgres-unreachable')
})

test('blobs that are not what they are called are refused', async () => {
  const { call, store } = await openGatewayRig()
  await withSession(store)
  const blobs = [{ ...inBase64(10), ref: staged(11).ref }]
  const { error } = await call('inbox.submit', { session, ...rename('a'), blobs })
  expect(error?.data).toMatchObject({ code: 'blob-corrupt', ref: staged(11).ref })
})

test('a batch is answered in its order, notifications not at all', async () => {
  const { post, store } = await openGatewayRig()
  const batch = [
    request('first', 'sessions.create', { session: newSession() }),
    { jsonrpc: '2.0', method: 'sessions.rename', params: { session, name: 'told' } },
    request(2, 'sessions.get', { session }),
    { nonsense: true },
    request(3, 'nothing'),
  ]
  const answers = (await (await post(JSON.stringify(batch))).json()) as readonly Answer[]
  expect(answers.map(({ id }) => id)).toEqual(['first', 2, null, 3])
  expect(answers[1]?.result).toMatchObject({ name: 'told' })
  expect(answers.map(({ error }) => error?.code)).toEqual([undefined, undefined, -32600, -32601])
  const told = await post(JSON.stringify({ jsonrpc: '2.0', method: 'sessions.rename', params: { session, name: 'x' } }))
  expect([told.status, await told.text()]).toEqual([204, ''])
  expect(await store.sessions.get(session)).toMatchObject({ name: 'x' })
})

test.each([
  ['{', -32700],
  ['[]', -32600],
  ['1', -32600],
  ['null', -32600],
  [JSON.stringify(Array(101).fill(request(1, 'info'))), -32600],
  [JSON.stringify({ ...request(1, 'info'), jsonrpc: '1.0' }), -32600],
  [JSON.stringify(request({}, 'info')), -32600],
  [JSON.stringify(request(1, '__proto__')), -32601],
  [JSON.stringify(request(1, 'constructor')), -32601],
  [JSON.stringify(request(1, 'info', [])), -32602],
  [JSON.stringify(request(1, 'info', null)), -32602],
  ['['.repeat(100_000), -32700],
])('%.40s is answered %i', async (body, code) => {
  const { post } = await openGatewayRig()
  const response = await post(body)
  expect(response.status).toBe(200)
  expect(((await response.json()) as Answer).error?.code).toBe(code)
})

const ref = staged(1).ref
const limitsOfRun = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }
const run = (facts: object) => ({
  ...{ session, id: 'a', blobs: [] },
  command: { kind: 'run.request', input: { kind: 'user', ref, sizeBytes: 1 }, limits: limitsOfRun, ...facts },
})

test.each([
  ['inbox.submit', run({ limits: undefined }), "command must have required property 'limits'"],
  ['inbox.submit', run({ input: { kind: 'user', ref: 'x', sizeBytes: 1 } }), 'command/input/ref must match pattern'],
  ['inbox.submit', run({ kind: 'run.invent' }), 'command value of tag "kind" must be in oneOf'],
  ['inbox.submit', run({ extra: 1 }), 'command must NOT have additional properties: extra'],
  ['inbox.submit', { ...run({}), session: '../etc' }, 'session must match pattern'],
  ['log.read', { session, after: 0, limit: 100_000 }, 'limit must be <= 1000'],
  ['log.read', { session, after: 1.5, limit: 1 }, 'after must be integer'],
  ['blobs.put', { blobs: ['~'] }, 'blobs/0 must match pattern'],
  ['sessions.create', { session: newSession({ createdAt: 0.5 }) }, 'createdAt'],
  ['sessions.restore', { session: newSession(), log: { entries: [entry(2)], epoch: 0 } }, 'entry 1 has seq 2'],
  [
    'sessions.restore',
    { session: newSession(), log: { entries: [entry(1, 'x'.repeat(3_000))], epoch: 0 } },
    'the opId of entry 1 has 3000 characters',
  ],
  [
    'sessions.restore',
    { session: newSession(), log: { entries: [entry(1, 'a'), entry(2, 'b'), entry(3, 'a')], epoch: 0 } },
    'recorded twice',
  ],
])('%s refuses wrong parameters and says where they are wrong', async (method, params, message) => {
  const { call } = await openGatewayRig()
  const { error } = await call(method, params)
  expect([error?.code, error?.message]).toEqual([-32602, expect.stringContaining(message)])
})

function entry(seq: number, opId = 'a') {
  return { seq, at: 1, opId, event: { kind: 'run.started', runId: 'r1' } }
}

test('a request that is right is taken as it is', async () => {
  const { call, store } = await openGatewayRig()
  await withSession(store)
  expect(await call('inbox.submit', run({}))).toMatchObject({ result: null })
})

test('what broke here is not told to strangers', async () => {
  const rig = await openGatewayRig({
    storeOf: () => {
      throw new Error('password is secret')
    },
  })
  const response = await rig.post(JSON.stringify(request(1, 'info')))
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(rig.failures).toHaveLength(1)
})

test('bounds are in the contract as the client has them', () => {
  const bounds = JSON.stringify(contract.methods.map(({ name, params }) => [name, params]))
  for (const bound of [limits.askedRefs, limits.batchBlobs, limits.commandBlobs]) {
    expect(bounds).toContain(`"maxItems":${bound}`)
  }
  for (const bound of [limits.pageEntries, limits.listedRows]) expect(bounds).toContain(`"maximum":${bound}`)
})

test('a batch whose answers grow too large is refused from there on, and what is refused is not done', async () => {
  const failed: unknown[] = []
  const store = await withSession(openMemoryStore())
  const methods = createMethods({
    tenant: 'ours' as Tenant,
    store,
    trouble: async () => null,
    commands: async () => null,
    keyedProviders: async () => [],
    version: 'x'.repeat(100),
    wake: () => Promise.resolve(),
  })
  const batch = [request(1, 'info'), request(2, 'sessions.rename', { session, name: 'new' }), request(3, 'info')]
  const answer = await answerRpc(JSON.stringify(batch), {
    methods,
    failed: (error) => failed.push(error),
    request: 'this-one',
    mostChars: 50,
  })
  const codes = (JSON.parse(answer ?? '[]') as readonly Answer[]).map(({ id, error }) => [id, error?.data.code])
  expect(codes).toEqual([
    [1, undefined],
    [2, 'answer-too-large'],
    [3, 'answer-too-large'],
  ])
  expect(await store.sessions.get(session)).toMatchObject({ name: null })
  expect(failed).toEqual([])
})
