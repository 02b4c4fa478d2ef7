import { describe, expect, test } from 'vitest'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
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

    test('creating an id again answers false and changes nothing, also at once', async () => {
      const connect = makeBackend()
      const stores = [await connect(), await connect()]
      const made = await Promise.all(
        Array.from({ length: 6 }, async (_, index) => stores[index % 2]?.sessions.create(newSession())),
      )
      expect(made.filter(Boolean)).toHaveLength(1)
      expect(await stores[0]?.sessions.create(newSession({ title: 'other' }))).toBe(false)
      expect(await stores[0]?.sessions.get(session)).toMatchObject({ title: 'fix the tests' })
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
