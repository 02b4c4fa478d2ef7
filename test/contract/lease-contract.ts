import { describe, expect, test } from 'vitest'
import type { MakeBackend } from './store-backend.ts'
import {
  alice,
  bob,
  everybodyIsGone,
  newSession,
  nobodyIsGone,
  otherSession,
  request,
  session,
  unknownSession,
  withSession,
} from './store-samples.ts'

/** Laws of `Leases`. */
export function leaseContract(makeBackend: MakeBackend): void {
  describe('leases', () => {
    test('a free lease is acquired at epoch 1, until its end', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      expect(await leases.acquire(session, alice, 1000, 500, nobodyIsGone)).toEqual({
        status: 'acquired',
        lease: { epoch: 1, untilMs: 1500 },
      })
    })

    test('a held lease is refused to another owner, on every connection, and keeps its epoch', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      const other = await connect()
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      const held = { status: 'held', owner: alice, untilMs: 1500 }
      expect(await other.leases.acquire(session, bob, 1499, 500, nobodyIsGone)).toEqual(held)
      expect(await leases.acquire(session, bob, 1499, 500, nobodyIsGone)).toEqual(held)
      expect(await leases.renew(session, 1, 1600)).toBe(true)
    })

    test('a lease is free from the very ms of its end', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await leases.acquire(session, bob, 1500, 500, nobodyIsGone)).toEqual({
        status: 'acquired',
        lease: { epoch: 2, untilMs: 2000 },
      })
    })

    test('a lease whose owner is gone is taken over at once, and isGone is asked about that owner', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      const asked: unknown[] = []
      const taken = await leases.acquire(session, bob, 1001, 500, (owner) => asked.push(owner) > 0)
      expect(taken).toEqual({ status: 'acquired', lease: { epoch: 2, untilMs: 1501 } })
      expect(asked).toEqual([alice])
    })

    test('the same owner acquires again with a new epoch', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      const again = await leases.acquire(session, { ...alice }, 1001, 500, nobodyIsGone)
      expect(again).toMatchObject({ status: 'acquired', lease: { epoch: 2 } })
    })

    test.each([{ host: 'there' }, { pid: 9 }, { startedAt: '101' }])(
      'an owner that differs in %o is another one',
      async (difference) => {
        const connect = makeBackend()
        const { leases } = await withSession(await connect())
        await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
        const other = await leases.acquire(session, { ...alice, ...difference }, 1001, 500, nobodyIsGone)
        expect(other.status).toBe('held')
      },
    )

    test('a renewed lease is held for longer', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await leases.renew(session, 1, 9000)).toBe(true)
      expect(await leases.acquire(session, bob, 8999, 500, nobodyIsGone)).toMatchObject({
        status: 'held',
        untilMs: 9000,
      })
    })

    test('a lease taken over cannot be renewed or released by the one before', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      await leases.acquire(session, bob, 1000, 500, everybodyIsGone)
      expect(await leases.renew(session, 1, 9000)).toBe(false)
      await leases.release(session, 1)
      const third = await leases.acquire(session, alice, 1001, 500, nobodyIsGone)
      expect(third).toEqual({ status: 'held', owner: bob, untilMs: 1500 })
    })

    test('a released lease is free, cannot be renewed, and the next one has a higher epoch', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      await leases.release(session, 1)
      expect(await leases.renew(session, 1, 9000)).toBe(false)
      expect(await leases.acquire(session, bob, 1001, 500, nobodyIsGone)).toMatchObject({
        status: 'acquired',
        lease: { epoch: 2 },
      })
    })

    test('an expired lease that nobody took may be renewed', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await leases.renew(session, 1, 99_000)).toBe(true)
      expect(await leases.acquire(session, bob, 50_000, 500, nobodyIsGone)).toMatchObject({ status: 'held' })
    })

    test('a takeover fences the appends of the owner before, on its own connection', async () => {
      const connect = makeBackend()
      const first = await withSession(await connect())
      const second = await connect()
      await first.leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await first.log.append(request('a', { epoch: 1 }))).toEqual({ status: 'ok', head: 1 })
      await second.leases.acquire(session, bob, 1500, 500, nobodyIsGone)
      expect(await first.log.append(request('b', { epoch: 1 }))).toEqual({ status: 'fenced', epoch: 2 })
      expect(await second.log.append(request('c', { epoch: 2 }))).toEqual({ status: 'ok', head: 2 })
    })

    test('of many who acquire at once one succeeds', async () => {
      const connect = makeBackend()
      const stores = [await withSession(await connect()), await connect()]
      const results = await Promise.all(
        Array.from({ length: 10 }, async (_, pid) =>
          stores[pid % 2]?.leases.acquire(session, { ...alice, pid }, 1000, 500, nobodyIsGone),
        ),
      )
      expect(results.filter((result) => result?.status === 'acquired')).toHaveLength(1)
    })

    test('nobody holds a lease that was never taken, or of a session that is not there', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      expect(await leases.holder(session)).toBeNull()
      expect(await leases.holder(unknownSession)).toBeNull()
    })

    test('the holder is seen on every connection, with its epoch and its end, also after a renewal', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      const other = await connect()
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await other.leases.holder(session)).toEqual({ owner: alice, epoch: 1, untilMs: 1500 })
      await leases.renew(session, 1, 9000)
      expect(await other.leases.holder(session)).toEqual({ owner: alice, epoch: 1, untilMs: 9000 })
      await other.leases.acquire(session, bob, 1001, 500, everybodyIsGone)
      expect(await leases.holder(session)).toEqual({ owner: bob, epoch: 2, untilMs: 1501 })
    })

    test('a holder stays on record when its time is over, until it releases or is replaced', async () => {
      const connect = makeBackend()
      const { leases } = await withSession(await connect())
      await leases.acquire(session, alice, 1000, 0, nobodyIsGone)
      expect(await leases.holder(session)).toEqual({ owner: alice, epoch: 1, untilMs: 1000 })
      await leases.release(session, 1)
      expect(await leases.holder(session)).toBeNull()
    })

    test('each session has its own lease', async () => {
      const connect = makeBackend()
      const { leases, sessions } = await withSession(await connect())
      await sessions.create(newSession({ id: otherSession }))
      await leases.acquire(session, alice, 1000, 500, nobodyIsGone)
      expect(await leases.acquire(otherSession, bob, 1000, 500, nobodyIsGone)).toMatchObject({ status: 'acquired' })
    })

    test('an unknown session cannot be leased', async () => {
      const connect = makeBackend()
      const { leases } = await connect()
      await expect(leases.acquire(unknownSession, alice, 1000, 500, nobodyIsGone)).rejects.toMatchObject({
        code: 'session-not-found',
      })
      expect(await leases.renew(unknownSession, 0, 9000)).toBe(false)
    })
  })
}
