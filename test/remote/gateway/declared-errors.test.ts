import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import contract from '../../../docs/schema/gateway.json' with { type: 'json' }
import { readGatewayPlace } from '../../../cli/remote/server-flags.ts'
import { CorruptEventError, UnknownEventError } from '../../../core/log/errors.ts'
import { BlobCorruptError } from '../../../core/ports/blob-store.ts'
import type { Store } from '../../../core/ports/store.ts'
import { CommandNotFoundError, SessionNotFoundError } from '../../../core/store/errors.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import type { GatewayOptions } from '../../../remote/gateway/gateway-options.ts'
import { PostgresError, PostgresFullError, PostgresUnreachableError } from '../../../remote/postgres/errors.ts'
import { S3RefusedError, S3UnreachableError } from '../../../remote/s3/errors.ts'
import { session, staged } from '../../contract/store-samples.ts'
import { keyOf, openGatewayRig, ours, revoked, theirs, type Answer } from './gateway-rig.ts'
import { blob, fullRig, right } from './right-params.ts'

const methods = contract.methods.map(({ name }) => name)
const errors: Readonly<Record<string, { readonly code: number; readonly message: string }>> = contract.components.errors

/** What a method says that it may answer, by name. */
function declared(name: string): readonly string[] {
  const refs = contract.methods.find((method) => method.name === name)?.errors ?? []
  return refs.map(({ $ref }) => $ref.replace('#/components/errors/', ''))
}

/** An answer to a method is a result, or an error that it declares, with the number of that one. Returns its name. */
function expectDeclared(name: string, { error }: Answer): string | null {
  if (error === undefined) return null
  expect(declared(name)).toContain(error.data.code)
  expect(error.code).toBe(errors[error.data.code]?.code)
  return error.data.code
}

const postgres = [
  new PostgresUnreachableError('there', 'gone', null),
  new PostgresFullError('there', null),
  new PostgresError('there', 'odd', null),
]
const s3 = [new S3UnreachableError('there', 'gone', null), new S3RefusedError('there', 'no', null)]
const unread = [new UnknownEventError('new.event', 9), new CorruptEventError('run.started', 'odd')]
const defects = [new Error('a defect'), new CommandNotFoundError(session, 'a' as never)]

type Part = keyof Omit<Store, 'close'>

/** What parts of the store of a server may throw: wherever they are asked, or by one member. */
const faults: readonly (readonly [Part, string | null, readonly Error[]])[] = [
  ...(['sessions', 'log', 'inbox', 'leases', 'checkpoints', 'blobs'] as const).map(
    (part) => [part, null, [...postgres, ...defects]] as const,
  ),
  ['log', 'read', unread],
  ['sessions', 'inputs', unread],
  ['sessions', 'rename', [new SessionNotFoundError(session)]],
  ['inbox', 'submit', [...s3, new SessionNotFoundError(session)]],
  ['blobs', null, s3],
]

/** A store that throws in one part. */
function failing(part: Part, member: string | null, fault: Error): Store {
  const store = openMemoryStore()
  const get = (whole: object, name: string): unknown =>
    member === null || name === member ? () => Promise.reject(fault) : Reflect.get(whole, name)
  return { ...store, [part]: new Proxy(store[part], { get }) }
}

const rpc = (name: string, params: unknown = right[name]?.params) => ({ jsonrpc: '2.0', id: 1, method: name, params })

describe.each(methods)('%s answers errors that it declares', (name) => {
  test('to everybody who asks, whatever they ask', async () => {
    const rig = await fullRig()
    const answers: Answer[] = []
    for (const key of [ours, theirs, null, '', 'ls_x', keyOf('wrong'), revoked])
      answers.push(await rig.call(name, right[name]?.params, key))
    for (const params of [{ ...right[name]?.params, extra: 1 }, [], 'x']) answers.push(await rig.call(name, params))
    const wrong = ['{', JSON.stringify({ ...rpc(name), jsonrpc: 1 })]
    for (const body of wrong) answers.push((await (await rig.post(body)).json()) as Answer)
    const small = await openGatewayRig({ rpcBytes: 10 })
    answers.push(await small.call(name, right[name]?.params))
    const busy = await openGatewayRig({ heldBytes: 10 })
    answers.push(await busy.call(name, right[name]?.params))
    expect(answers.map((answer) => expectDeclared(name, answer)).filter((code) => code !== null)).toEqual(
      expect.arrayContaining(['unauthorized', 'bad-params', 'bad-json', 'bad-request', 'too-large', 'busy']),
    )
  })

  test.each(faults)('when %s fail: %o', async (part, member, those) => {
    for (const fault of those) {
      const rig = await openGatewayRig({ storeOf: () => failing(part, member, fault) })
      expectDeclared(name, await rig.call(name, right[name]?.params))
    }
  })

  test('when the database fails, or is silent, while keys and workers are looked for, or wakes no worker', async () => {
    const reject = (error: Error) => () => Promise.reject(error)
    const never = () => new Promise<never>(() => undefined)
    const ways: Partial<GatewayOptions>[] = postgres.flatMap((error) => [
      { keys: { find: reject(error) } },
      { commands: reject(error), troubleOf: reject(error) },
    ])
    ways.push({ keys: { find: never }, answerMs: 20 }, { commands: never, troubleOf: never, answerMs: 20 })
    // Restoring a log takes as long as its bytes do.
    const silent = new Proxy({}, { get: (_, member) => (member === 'restore' ? async () => true : never) })
    ways.push({ storeOf: () => ({ ...openMemoryStore(), sessions: silent, log: silent }) as Store, answerMs: 20 })
    for (const way of ways) expectDeclared(name, await (await openGatewayRig(way)).call(name, right[name]?.params))
    const asleep = await openGatewayRig({ wake: reject(new Error('no Temporal')) })
    await asleep.call('sessions.create', right['sessions.create']?.params)
    expectDeclared(name, await asleep.call(name, right[name]?.params))
  })
})

test('the log is read by the methods that declare that it may not be', async () => {
  for (const fault of unread) {
    const rig = await openGatewayRig({ storeOf: () => failing('log', 'read', fault) })
    expect(expectDeclared('log.read', await rig.call('log.read', right['log.read']?.params))).toBe(fault.code)
  }
})

test('bytes of a command that change on their way are declared', async () => {
  const rig = await fullRig()
  const changed = [{ ref: staged(7).ref, base64: blob.base64 }]
  const answer = await rig.call('inbox.submit', { ...right['inbox.submit']?.params, blobs: changed })
  expect(expectDeclared('inbox.submit', answer)).toBe(new BlobCorruptError(blob.ref, '').code)
})

test('what no client has to know of is a defect', async () => {
  const { call, failures } = await openGatewayRig({ storeOf: () => failing('leases', null, defects[1] as Error) })
  const { error } = await call('leases.holder', { session })
  expect([error?.data.code, error?.message]).toEqual(['internal', 'the gateway failed; its log says why'])
  expect(failures).toEqual([defects[1]])
})

test('each error has a number of its own, a meaning, and a place in the docs', () => {
  const numbers = Object.values(errors).map(({ code }) => code)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(Object.values(errors).every(({ message }) => message.endsWith('.'))).toBe(true)
  const docs = readFileSync(new URL('../../../docs/gateway.md', import.meta.url), 'utf8')
  expect(Object.keys(errors).filter((name) => !docs.includes(`\`${name}\``))).toEqual([])
})

test('the contract says where a gateway listens that was told nothing', () => {
  const [server] = contract.servers
  const { hostname, port } = readGatewayPlace({ port: null, host: null }, {})
  expect(server?.url.replace('${gateway}', server.variables.gateway.default)).toBe(`http://${hostname}:${port}/v1/rpc`)
})
