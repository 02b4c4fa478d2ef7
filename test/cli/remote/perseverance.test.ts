import { expect, test } from 'vitest'
import { Perseverance } from '../../../cli/remote/perseverance.ts'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { RemoteError } from '../../../remote/client/errors.ts'
import type { Rpc } from '../../../remote/client/rpc.ts'

/** A gateway that is away so many times; counts how often it was asked. */
function away(times: number) {
  let asked = 0
  const answer = async <Answer>(one: Answer): Promise<Answer> => {
    asked += 1
    if (asked <= times) throw new RemoteError('remote-unreachable', 'away')
    return one
  }
  return { answer, asked: () => asked, rpc: (() => answer(7)) as unknown as Rpc }
}

test('a gateway is asked as usual until somebody perseveres, and then until it answers', async () => {
  const perseverance = new Perseverance()
  const gateway = away(2)
  const head = () => perseverance.rpc(gateway.rpc)('log.head', { session: 's' as never })
  await expect(head()).rejects.toMatchObject({ code: 'remote-unreachable' })
  perseverance.begin(new AbortController().signal)
  expect(await head()).toBe(7)
  expect(gateway.asked()).toBe(3)
})

test('what is asked only once is, and what nobody waits for any more ends as it did last', async () => {
  const perseverance = new Perseverance()
  const leaving = new AbortController()
  perseverance.begin(leaving.signal)
  const gateway = away(Infinity)
  const rpc = perseverance.rpc(gateway.rpc)
  await expect(rpc('info', {}, { patienceMs: 0 })).rejects.toMatchObject({ code: 'remote-unreachable' })
  expect(gateway.asked()).toBe(1)
  leaving.abort()
  await expect(rpc('info', {})).rejects.toMatchObject({ code: 'remote-unreachable' })
  expect(gateway.asked()).toBe(2)
})

test('a blob is asked for until it comes', async () => {
  const { blobs } = openMemoryStore()
  const perseverance = new Perseverance()
  perseverance.begin(new AbortController().signal)
  const gateway = away(1)
  const bytes = new Uint8Array([1])
  const patient = perseverance.blobs({
    put: (...args) => blobs.put(...args),
    has: (...args) => blobs.has(...args),
    get: async (ref) => gateway.answer(await blobs.get(ref)),
  })
  const [ref] = await patient.put([bytes])
  expect(ref && (await patient.get(ref))).toEqual(bytes)
  expect(gateway.asked()).toBe(2)
})
