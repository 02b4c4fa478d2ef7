import { describe, expect, test } from 'vitest'
import type { CommandId, OpId, RunId, SessionId } from '../../core/values/ids.ts'
import type { MakeBackend } from './store-backend.ts'
import {
  alice,
  newSession,
  nobodyIsGone,
  otherSession,
  rename,
  request,
  session,
  staged,
  unknownSession,
  withSession,
} from './store-samples.ts'

/** Laws of `SessionIndex`. */
export function sessionIndexContract(makeBackend: MakeBackend): void {
  describe('session index', () => {
    test('a created session is found with everything said of it', async () => {
      const connect = makeBackend()
      const { sessions } = await connect()
      const facts = newSession({ name: "o'brien", title: 'a "title" — é' })
      expect(await sessions.create(facts)).toBe(true)
      expect(await sessions.get(session)).toEqual({ ...facts, updatedAt: 1000, head: 0 })
      expect(await sessions.get(unknownSession)).toBeNull()
    })

    test('creating the same again answers the same and changes nothing, also at once', async () => {
      const connect = makeBackend()
      const stores = [await connect(), await connect()]
      const made = await Promise.all(
        Array.from({ length: 6 }, async (_, index) => stores[index % 2]?.sessions.create(newSession())),
      )
      expect(made).toEqual(Array(6).fill(true))
      await stores[0]?.sessions.rename(session, 'named')
      await stores[0]?.log.append(request('a'))
      expect(await stores[1]?.sessions.create(newSession())).toBe(true)
      expect(await stores[1]?.sessions.get(session)).toMatchObject({ name: 'named', head: 1 })
    })

    test.each([
      { title: 'other' },
      { createdAt: 1001 },
      { directory: '/else' },
      { model: 'm' },
      { origin: { type: 'fork', session: otherSession, seq: 1 } as const },
    ])('creating another session under an id, with %o, answers false and changes nothing', async (other) => {
      const connect = makeBackend()
      const { sessions } = await withSession(await connect())
      const before = await sessions.get(session)
      expect(await sessions.create(newSession(other))).toBe(false)
      expect(await sessions.get(session)).toEqual(before)
    })

    test('an append moves the head and the time of the last change', async () => {
      const connect = makeBackend()
      const { sessions, log } = await withSession(await connect())
      await log.append(request('a', { at: 7000 }))
      expect(await sessions.get(session)).toMatchObject({ head: 1, createdAt: 1000, updatedAt: 7000 })
    })

    test('the list is newest first, the later created one where they are as new', async () => {
      const connect = makeBackend()
      const { sessions, log } = await connect()
      for (const id of ['a', 'b', 'c', 'd']) await sessions.create(newSession({ id: id as SessionId }))
      await log.append(request('x', { session: 'b' as SessionId, at: 9000 }))
      await log.append(request('x', { session: 'a' as SessionId, at: 500 }))
      expect((await sessions.list()).map(({ id }) => id)).toEqual(['b', 'd', 'c', 'a'])
      expect((await sessions.list({ limit: 2 })).map(({ id }) => id)).toEqual(['b', 'd'])
    })

    test('the list is of one directory when asked', async () => {
      const connect = makeBackend()
      const { sessions } = await withSession(await connect())
      await sessions.create(newSession({ id: otherSession, directory: '/else' }))
      await sessions.create(newSession({ id: 'third' as SessionId, directory: '/else', createdAt: 2000 }))
      expect((await sessions.list({ directory: '/else' })).map(({ id }) => id)).toEqual(['third', otherSession])
      expect((await sessions.list({ directory: '/else', limit: 1 })).map(({ id }) => id)).toEqual(['third'])
      expect(await sessions.list({ directory: '/nowhere' })).toEqual([])
    })

    test('a renamed session has the new name; an unknown one is an error', async () => {
      const connect = makeBackend()
      const { sessions } = await withSession(await connect())
      await sessions.rename(session, 'second')
      expect(await sessions.get(session)).toMatchObject({ name: 'second' })
      await expect(sessions.rename(unknownSession, 'x')).rejects.toMatchObject({ code: 'session-not-found' })
    })

    test('a removed session leaves nothing but its blobs, and its neighbour untouched', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      await store.sessions.create(newSession({ id: otherSession }))
      const blob = staged(10)
      for (const id of [session, otherSession]) {
        await store.inbox.submit(id, rename('a'), [blob])
        await store.leases.acquire(id, alice, 1000, 500, nobodyIsGone)
        await store.log.append(request('a', { session: id, epoch: 1 }))
        await store.checkpoints.save(id, { seq: 1, version: 1, state: {} })
      }
      await store.sessions.remove(session)
      await store.sessions.remove(unknownSession)
      expect((await store.sessions.list()).map(({ id }) => id)).toEqual([otherSession])
      expect(await store.log.read(session, 0)).toEqual([])
      expect(await store.inbox.status(session, 'a' as CommandId)).toBeNull()
      expect(await store.checkpoints.load(session)).toBeNull()
      expect(await store.log.head(otherSession)).toBe(1)
      expect(await store.inbox.pending(otherSession)).toHaveLength(1)
      expect(await store.checkpoints.load(otherSession)).not.toBeNull()
      expect(await store.blobs.has([blob.ref])).toEqual(new Set([blob.ref]))
    })

    test('a restored session has its log, its epoch and its origin, and goes on from there', async () => {
      const connect = makeBackend()
      const store = await connect()
      const origin = { type: 'fork', session: otherSession, seq: 2 } as const
      const entries = ['a', 'a', 'b'].map((opId, index) => ({
        seq: index + 1,
        at: 2000 + index,
        opId: opId as OpId,
        event: { kind: 'run.started', runId: `r${index}` as RunId } as const,
      }))
      const facts = newSession({ origin })
      expect(await store.sessions.restore(facts, { entries, epoch: 7 })).toBe(true)
      expect(await store.sessions.get(session)).toEqual({ ...facts, updatedAt: 2002, head: 3 })
      expect((await store.sessions.list())[0]?.origin).toEqual(origin)
      expect(await store.log.read(session, 0)).toEqual(entries)
      expect(await store.log.append(request('a', { epoch: 7 }))).toEqual({
        status: 'duplicate',
        entries: entries.slice(0, 2),
      })
      expect(await store.log.append(request('c', { epoch: 6 }))).toEqual({ status: 'fenced', epoch: 7 })
      expect(await store.log.append(request('c', { epoch: 7, expect: 3 }))).toEqual({ status: 'ok', head: 4 })
      expect(await store.sessions.restore(facts, { entries, epoch: 7 })).toBe(true)
      const altered = entries.map((entry) => ({ ...entry, at: entry.at + 1 }))
      expect(await store.sessions.restore(facts, { entries: altered, epoch: 7 })).toBe(false)
      expect(await store.log.head(session)).toBe(4)
    })

    test('a restore of another log under an id that is there answers false, a log with an opId twice is refused; nothing is left', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      const entry = (seq: number, opId: string) => ({
        seq,
        at: 1,
        opId: opId as OpId,
        event: { kind: 'run.started', runId: 'r1' as RunId } as const,
      })
      expect(await store.sessions.restore(newSession(), { entries: [entry(1, 'a')], epoch: 0 })).toBe(false)
      expect(await store.log.head(session)).toBe(0)
      const broken = [entry(1, 'a'), entry(2, 'b'), entry(3, 'a')]
      await expect(
        store.sessions.restore(newSession({ id: otherSession }), { entries: broken, epoch: 0 }),
      ).rejects.toThrow(/recorded twice/)
      expect(await store.sessions.get(otherSession)).toBeNull()
      expect(await store.log.read(otherSession, 0)).toEqual([])
    })

    test('what people asked is found, of one session or of all, the newest session first', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      await store.sessions.create(newSession({ id: otherSession }))
      const limits = { turns: null, toolCalls: null, tokens: null, costMicroUsd: null, wallClockMs: null }
      const input = (size: number) => ({ kind: 'user', ref: staged(size).ref, sizeBytes: size }) as const
      const ids = { runId: 'r1' as RunId, commandId: 'k' as CommandId }
      const asked = (size: number) => ({ kind: 'run.requested', ...ids, input: input(size), limits }) as const
      const steered = (size: number) => ({ kind: 'run.steered', ...ids, input: input(size) }) as const
      const events = [asked(10), { kind: 'run.started', runId: 'r1' as RunId } as const, steered(11)]
      await store.log.append(request('a', { at: 8000, events }))
      await store.log.append(request('a', { session: otherSession, at: 9000, events: [asked(12)] }))
      const own = [
        { session, seq: 1, ref: staged(10).ref },
        { session, seq: 3, ref: staged(11).ref },
      ]
      expect(await store.sessions.inputs(session)).toEqual(own)
      expect(await store.sessions.inputs()).toEqual([{ session: otherSession, seq: 1, ref: staged(12).ref }, ...own])
      expect(await store.sessions.inputs(unknownSession)).toEqual([])
    })

    test('a removed id can be created again and begins anew', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      await store.leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      await store.log.append(request('a', { epoch: 1 }))
      await store.sessions.remove(session)
      await expect(store.log.append(request('b', { epoch: 1 }))).rejects.toMatchObject({ code: 'session-not-found' })
      expect(await store.sessions.create(newSession())).toBe(true)
      expect(await store.log.append(request('a'))).toEqual({ status: 'ok', head: 1 })
    })
  })
}
