import { describe, expect, test } from 'vitest'
import type { CommandId } from '../../core/values/ids.ts'
import type { MakeBackend } from './store-backend.ts'
import {
  alice,
  newSession,
  nobodyIsGone,
  otherSession,
  rename,
  session,
  staged,
  unknownSession,
  withSession,
} from './store-samples.ts'

const rejection = { code: 'invalid', message: 'no such name' } as const

/** Laws of `Inbox`. */
export function inboxContract(makeBackend: MakeBackend): void {
  describe('inbox', () => {
    test('commands wait in order of arrival, whoever sent them', async () => {
      const connect = makeBackend()
      const { inbox } = await withSession(await connect())
      const other = await connect()
      await inbox.submit(session, rename('z', 'first'), [])
      await other.inbox.submit(session, rename('a', 'second'), [])
      await inbox.submit(session, rename('m', 'third'), [])
      const expected = [rename('z', 'first'), rename('a', 'second'), rename('m', 'third')]
      expect(await inbox.pending(session)).toEqual(expected)
      expect(await other.inbox.pending(session)).toEqual(expected)
    })

    test('submitting the same id again changes nothing, also after it was settled', async () => {
      const connect = makeBackend()
      const { inbox } = await withSession(await connect())
      await inbox.submit(session, rename('a', 'first'), [])
      await inbox.submit(session, rename('a', 'second'), [])
      expect(await inbox.pending(session)).toEqual([rename('a', 'first')])
      await inbox.settle(session, 'a' as CommandId, null, 0)
      await inbox.submit(session, rename('a', 'third'), [])
      expect(await inbox.pending(session)).toEqual([])
      expect(await inbox.status(session, 'a' as CommandId)).toEqual({ status: 'accepted' })
    })

    test('a settled command stops waiting and keeps its outcome, the first one', async () => {
      const connect = makeBackend()
      const { inbox } = await withSession(await connect())
      for (const id of ['a', 'b', 'c']) await inbox.submit(session, rename(id), [])
      await inbox.settle(session, 'a' as CommandId, null, 0)
      await inbox.settle(session, 'c' as CommandId, rejection, 0)
      await inbox.settle(session, 'a' as CommandId, rejection, 0)
      await inbox.settle(session, 'c' as CommandId, null, 0)
      expect(await inbox.pending(session)).toEqual([rename('b')])
      expect(await inbox.status(session, 'a' as CommandId)).toEqual({ status: 'accepted' })
      expect(await inbox.status(session, 'b' as CommandId)).toEqual({ status: 'pending' })
      expect(await inbox.status(session, 'c' as CommandId)).toEqual({ status: 'rejected', rejection })
      expect(await inbox.status(session, 'd' as CommandId)).toBeNull()
    })

    test('whoever was replaced settles nothing', async () => {
      const connect = makeBackend()
      const { inbox, leases } = await withSession(await connect())
      await inbox.submit(session, rename('a'), [])
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await inbox.settle(session, 'a' as CommandId, rejection, 0)).toBe(false)
      expect(await inbox.status(session, 'a' as CommandId)).toEqual({ status: 'pending' })
      expect(await inbox.settle(session, 'a' as CommandId, null, 1)).toBe(true)
      expect(await inbox.status(session, 'a' as CommandId)).toEqual({ status: 'accepted' })
    })

    test('two sessions have two inboxes', async () => {
      const connect = makeBackend()
      const { inbox, sessions } = await withSession(await connect())
      await sessions.create(newSession({ id: otherSession }))
      await inbox.submit(session, rename('a'), [])
      await inbox.submit(otherSession, rename('a'), [])
      await inbox.settle(session, 'a' as CommandId, null, 0)
      expect(await inbox.pending(otherSession)).toEqual([rename('a')])
    })

    test('blobs submitted with a command are stored when it answers', async () => {
      const connect = makeBackend()
      const { inbox } = await withSession(await connect())
      const blobs = [staged(5), staged(50_000)]
      await inbox.submit(session, rename('a'), blobs)
      const other = await connect()
      for (const { ref, bytes } of blobs) expect(Buffer.compare(await other.blobs.get(ref), bytes)).toBe(0)
    })

    test('a blob that does not hash to its ref is refused with its command', async () => {
      const connect = makeBackend()
      const { inbox } = await withSession(await connect())
      const liar = { ref: staged(5, 1).ref, bytes: staged(5, 2).bytes }
      await expect(inbox.submit(session, rename('a'), [liar])).rejects.toMatchObject({ code: 'blob-corrupt' })
      expect(await inbox.pending(session)).toEqual([])
    })

    test('an unknown session takes no command, and has none', async () => {
      const connect = makeBackend()
      const { inbox } = await connect()
      const missing = { code: 'session-not-found' }
      await expect(inbox.submit(unknownSession, rename('a'), [])).rejects.toMatchObject(missing)
      await expect(inbox.settle(unknownSession, 'a' as CommandId, null, 0)).rejects.toMatchObject(missing)
      expect(await inbox.pending(unknownSession)).toEqual([])
      expect(await inbox.status(unknownSession, 'a' as CommandId)).toBeNull()
    })

    test('settling what was never submitted is an error', async () => {
      const connect = makeBackend()
      const { inbox } = await withSession(await connect())
      await expect(inbox.settle(session, 'a' as CommandId, null, 0)).rejects.toMatchObject({
        code: 'command-not-found',
      })
    })
  })
}
