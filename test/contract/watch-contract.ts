import { describe, expect, test, vi, type Mock } from 'vitest'
import type { Store } from '../../core/ports/store.ts'
import type { CommandId } from '../../core/values/ids.ts'
import type { MakeBackend } from './store-backend.ts'
import {
  alice,
  newSession,
  nobodyIsGone,
  otherSession,
  rename,
  request,
  session,
  withSession,
} from './store-samples.ts'
import { waitFor } from '../support/wait-for.ts'

const changes: readonly [string, (store: Store) => Promise<unknown>][] = [
  ['an append', async (store) => store.log.append(request('watched', { epoch: 1 }))],
  ['a submitted command', async (store) => store.inbox.submit(session, rename('watched'), [])],
  ['a settled command', async (store) => store.inbox.settle(session, 'waiting' as CommandId, null, 1)],
  ['an acquired lease', async (store) => store.leases.acquire(session, alice, 5000, 10, nobodyIsGone)],
  ['a released lease', async (store) => store.leases.release(session, 1)],
  ['a new name', async (store) => store.sessions.rename(session, 'watched')],
  ['a removal', async (store) => store.sessions.remove(session)],
]

/** A session with a lease at epoch 1 and one command waiting. */
async function busySession(store: Store): Promise<Store> {
  await withSession(store)
  await store.inbox.submit(session, rename('waiting'), [])
  await store.leases.acquire(session, alice, 1000, 10, nobodyIsGone)
  return store
}

/** Callbacks are allowed where nothing changed: a store may have to look first. */
async function settled(changed: Mock): Promise<Mock> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  return changed.mockClear()
}

/** Resolves when watchers of the session are at work: a change has been told to each, and nothing more comes of it. */
async function noticed(store: Store, ...watchers: readonly Mock[]): Promise<void> {
  await store.log.append(request('noticed'))
  for (const watcher of watchers) await waitFor(() => expect(watcher).toHaveBeenCalled())
  for (const watcher of watchers) await settled(watcher)
}

/** Laws of `EventLog.watch`. */
export function watchContract(makeBackend: MakeBackend): void {
  describe('watch', () => {
    test.each(changes)('%s is noticed on the connection that made it', async (_, change) => {
      const connect = makeBackend()
      const store = await busySession(await connect())
      const changed = vi.fn()
      const stop = store.log.watch(session, changed)
      await settled(changed)
      await change(store)
      await waitFor(() => expect(changed).toHaveBeenCalled())
      stop()
    })

    test.each(changes)('%s is noticed on another connection', async (_, change) => {
      const connect = makeBackend()
      const store = await busySession(await connect())
      const other = await connect()
      const changed = vi.fn()
      const stop = other.log.watch(session, changed)
      await settled(changed)
      await change(store)
      await waitFor(() => expect(changed).toHaveBeenCalled())
      stop()
    })

    test('changes of another session, and those after the stop, go unnoticed', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      await store.sessions.create(newSession({ id: otherSession }))
      const other = await connect()
      const here = vi.fn()
      const there = vi.fn()
      const ofOther = vi.fn()
      const stopped = vi.fn()
      const stops = [
        store.log.watch(session, here),
        other.log.watch(session, there),
        other.log.watch(otherSession, ofOther),
      ]
      store.log.watch(otherSession, stopped)()
      other.log.watch(otherSession, stopped)()
      await noticed(store, here, there)
      await settled(ofOther)
      await store.log.append(request('b', { session: otherSession }))
      await waitFor(() => expect(ofOther).toHaveBeenCalled())
      for (const quiet of [here, there, stopped]) expect(quiet).not.toHaveBeenCalled()
      for (const stop of stops) stop()
    })

    test('one callback given twice is two watchers, stopped one by one', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      const changed = vi.fn()
      const stopFirst = store.log.watch(session, changed)
      const stopSecond = store.log.watch(session, changed)
      stopFirst()
      stopFirst()
      await noticed(store, changed)
      await store.log.append(request('b'))
      await waitFor(() => expect(changed).toHaveBeenCalledTimes(1))
      stopSecond()
    })

    test('a session may be watched before it is created here', async () => {
      const connect = makeBackend()
      const store = await connect()
      const changed = vi.fn()
      const stop = store.log.watch(session, changed)
      await settled(changed)
      await withSession(store)
      await waitFor(() => expect(changed).toHaveBeenCalled())
      stop()
    })

    test('a watcher that reads when called sees every entry once', async () => {
      const connect = makeBackend()
      const store = await withSession(await connect())
      const other = await connect()
      const seen: number[] = []
      const stop = other.log.watch(session, () => void readOn())
      let reading = Promise.resolve()
      const readOn = () =>
        (reading = reading.then(async () => {
          for (const { seq } of await other.log.read(session, seen.at(-1) ?? 0)) seen.push(seq)
        }))
      for (let index = 1; index <= 30; index++) await store.log.append(request(`op${index}`))
      await waitFor(() => expect(seen).toHaveLength(30))
      expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
      stop()
    })
  })
}
