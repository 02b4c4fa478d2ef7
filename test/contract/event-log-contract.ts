import { describe, expect, test } from 'vitest'
import type { MakeBackend } from './store-backend.ts'
import {
  alice,
  entry,
  newSession,
  nobodyIsGone,
  otherSession,
  request,
  session,
  staged,
  started,
  unknownSession,
  withSession,
} from './store-samples.ts'

/** Laws of `EventLog`. */
export function eventLogContract(makeBackend: MakeBackend): void {
  describe('event log', () => {
    test('an append answers the new head and its entries are read back in order', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      expect(await log.append(request('a', { events: started('r1', 'r2') }))).toEqual({ status: 'ok', head: 2 })
      expect(await log.append(request('b', { at: 3000 }))).toEqual({ status: 'ok', head: 3 })
      expect(await log.read(session, 0)).toEqual([entry(1, 'a', 'r1'), entry(2, 'a', 'r2'), entry(3, 'b', 'b', 3000)])
      expect(await log.head(session)).toBe(3)
    })

    test('events come back with every field as given, unicode and nulls included', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      const event = {
        kind: 'run.finished',
        runId: 'r1',
        outcome: { type: 'failed', code: 'server', message: 'naïve "quoted" \u0000 \u{1f600}\n\ud800' },
      } as never
      await log.append(request('a', { events: [event] }))
      expect((await log.read(session, 0)).map((found) => found.event)).toEqual([event])
    })

    test('read takes entries after a seq, up to a limit', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      await log.append(request('a', { events: started('r1', 'r2', 'r3', 'r4') }))
      const seqs = async (after: number, limit?: number) =>
        (await log.read(session, after, limit)).map(({ seq }) => seq)
      expect(await seqs(2)).toEqual([3, 4])
      expect(await seqs(1, 2)).toEqual([2, 3])
      expect(await seqs(0, 0)).toEqual([])
      expect(await seqs(4)).toEqual([])
      expect(await seqs(99)).toEqual([])
    })

    test('read ends behind the entry with which it has so many bytes, and never before the first', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      const long = 'x'.repeat(1000)
      await log.append(request('a', { events: started(long, long, long, long) }))
      const seqs = async (after: number, mostBytes: number) =>
        (await log.read(session, after, 10, mostBytes)).map(({ seq }) => seq)
      expect(await seqs(0, 1)).toEqual([1])
      expect(await seqs(1, 1500)).toEqual([2, 3])
      expect(await seqs(1, 1_000_000)).toEqual([2, 3, 4])
    })

    test('an unknown session reads as empty but takes no append', async () => {
      const connect = makeBackend()
      const { log } = await connect()
      expect(await log.head(unknownSession)).toBe(0)
      expect(await log.read(unknownSession, 0)).toEqual([])
      await expect(log.append(request('a', { session: unknownSession }))).rejects.toMatchObject({
        code: 'session-not-found',
      })
    })

    test('a repeated opId answers duplicate with what was recorded, and records nothing', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      await log.append(request('a', { events: started('r1', 'r2') }))
      await log.append(request('b'))
      expect(await log.append(request('a', { events: started('other') }))).toEqual({
        status: 'duplicate',
        entries: [entry(1, 'a', 'r1'), entry(2, 'a', 'r2')],
      })
      expect(await log.head(session)).toBe(3)
    })

    test('a repeated opId is a duplicate before it is in conflict', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      await log.append(request('a'))
      const repeated = await log.append(request('a', { expect: 0 }))
      expect(repeated).toEqual({ status: 'duplicate', entries: [entry(1, 'a')] })
    })

    test('a writer that was replaced is fenced, also for what is recorded already', async () => {
      const connect = makeBackend()
      const { log, leases } = await withSession(await connect())
      await log.append(request('a'))
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await log.append(request('a'))).toEqual({ status: 'fenced', epoch: 1 })
      expect(await log.append(request('a', { epoch: 1 }))).toMatchObject({ status: 'duplicate' })
    })

    test('the same opId in two sessions is two units of work', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      await store.sessions.create(newSession({ id: otherSession }))
      await store.log.append(request('a'))
      expect(await store.log.append(request('a', { session: otherSession }))).toEqual({ status: 'ok', head: 1 })
    })

    test('an append without events records its opId', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      await log.append(request('before'))
      expect(await log.append(request('a', { events: [] }))).toEqual({ status: 'ok', head: 1 })
      await log.append(request('after'))
      expect(await log.append(request('a'))).toEqual({ status: 'duplicate', entries: [] })
    })

    test('an epoch that is not the one of the lease is fenced, lower or higher', async () => {
      const connect = makeBackend()
      const { log, leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await log.append(request('a', { epoch: 0 }))).toEqual({ status: 'fenced', epoch: 1 })
      expect(await log.append(request('a', { epoch: 2 }))).toEqual({ status: 'fenced', epoch: 1 })
      expect(await log.append(request('a', { epoch: 1 }))).toEqual({ status: 'ok', head: 1 })
      expect(await log.head(session)).toBe(1)
    })

    test('a fenced append is fenced also when its expectation is outdated', async () => {
      const connect = makeBackend()
      const { log, leases } = await withSession(await connect())
      await log.append(request('a'))
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await log.append(request('b', { epoch: 0, expect: 0 }))).toEqual({ status: 'fenced', epoch: 1 })
    })

    test('an expectation that is not the head is a conflict, with the tail after it', async () => {
      const connect = makeBackend()
      const { log } = await withSession(await connect())
      expect((await log.append(request('a', { expect: 0 }))).status).toBe('ok')
      await log.append(request('b'))
      await log.append(request('c'))
      expect(await log.append(request('d', { expect: 1 }))).toEqual({
        status: 'conflict',
        tail: [entry(2, 'b'), entry(3, 'c')],
      })
      expect(await log.append(request('d', { expect: 9 }))).toEqual({ status: 'conflict', tail: [] })
      expect(await log.append(request('d', { expect: 3 }))).toEqual({ status: 'ok', head: 4 })
    })

    test('refused appends leave neither their blobs nor their opId', async () => {
      const connect = makeBackend()
      const { log, blobs } = await withSession(await connect())
      const blob = staged(100)
      await log.append(request('a', { epoch: 5, blobs: [blob] }))
      await log.append(request('a', { expect: 5, blobs: [blob] }))
      expect(await blobs.has([blob.ref])).toEqual(new Set())
      expect(await log.append(request('a', { blobs: [blob] }))).toEqual({ status: 'ok', head: 1 })
      expect(await blobs.has([blob.ref])).toEqual(new Set([blob.ref]))
    })

    test('the blobs of an append, small and large, are there when it answers', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      const blobs = [staged(0), staged(10), staged(32 * 1024), staged(32 * 1024 + 1), staged(300_000)]
      await store.log.append(request('a', { blobs: [...blobs, ...blobs] }))
      const second = await connect()
      for (const { ref, bytes } of blobs) expect(Buffer.compare(await second.blobs.get(ref), bytes)).toBe(0)
    })

    test.each([100, 100_000])(
      'a staged blob of %i bytes that does not hash to its ref is refused whole',
      async (size) => {
        const connect = makeBackend()
        const { log, blobs } = await withSession(await connect())
        const liar = { ref: staged(size, 1).ref, bytes: staged(size, 2).bytes }
        await expect(log.append(request('a', { blobs: [liar] }))).rejects.toMatchObject({ code: 'blob-corrupt' })
        expect(await log.head(session)).toBe(0)
        expect(await blobs.has([liar.ref])).toEqual(new Set())
      },
    )

    test('appends at once from two connections all land, without a gap, each once', async () => {
      const connect = makeBackend()
      const stores = [await withSession(await connect()), await connect()]
      const names = Array.from({ length: 40 }, (_, index) => `op${index}`)
      const heads = await Promise.all(
        names.map(async (name, index) => {
          const blobs = index % 5 === 0 ? [staged(40_000, index)] : [staged(50, index)]
          return stores[index % 2]?.log.append(request(name, { blobs }))
        }),
      )
      expect(new Set(heads.map((result) => (result?.status === 'ok' ? result.head : null)))).toEqual(
        new Set(names.map((_, index) => index + 1)),
      )
      const entries = await stores[0]?.log.read(session, 0)
      expect(entries?.map(({ seq }) => seq)).toEqual(names.map((_, index) => index + 1))
      expect(new Set(entries?.map(({ opId }) => opId))).toEqual(new Set(names))
    })

    test('of appends at once with the same expectation one lands', async () => {
      const connect = makeBackend()
      const stores = [await withSession(await connect()), await connect()]
      const results = await Promise.all(
        Array.from({ length: 10 }, async (_, index) =>
          stores[index % 2]?.log.append(request(`op${index}`, { expect: 0 })),
        ),
      )
      expect(results.filter((result) => result?.status === 'ok')).toHaveLength(1)
      expect(results.filter((result) => result?.status === 'conflict')).toHaveLength(9)
    })

    test('of appends at once with the same opId one lands and the others are told what', async () => {
      const connect = makeBackend()
      const stores = [await withSession(await connect()), await connect()]
      const results = await Promise.all(
        Array.from({ length: 10 }, async (_, index) =>
          stores[index % 2]?.log.append(request('same', { events: started(`r${index}`) })),
        ),
      )
      const entries = await stores[0]?.log.read(session, 0)
      expect(entries).toHaveLength(1)
      expect(results.filter((result) => result?.status === 'ok')).toHaveLength(1)
      for (const result of results) if (result?.status === 'duplicate') expect(result.entries).toEqual(entries)
    })

    test('what was appended is there when the store is opened again', async () => {
      const connect = makeBackend()
      const first = await withSession(await connect())
      await first.log.append(request('a'))
      await first.close()
      const again = await connect()
      expect(await again.log.read(session, 0)).toEqual([entry(1, 'a')])
      expect(await again.log.append(request('a'))).toMatchObject({ status: 'duplicate' })
    })
  })
}
