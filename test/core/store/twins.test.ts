import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openMemoryStore } from '../../../core/store/memory/open-memory-store.ts'
import { openSqliteStore } from '../../../core/store/sqlite/open-sqlite-store.ts'
import type { Store } from '../../../core/ports/store.ts'
import { errorCode } from '../../../core/values/errors.ts'
import type { CommandId, SessionId } from '../../../core/values/ids.ts'
import { alice, bob, newSession, rename, request, staged, started } from '../../contract/store-samples.ts'

/** One call of a port, with the state of the session after it. */
type Step = (store: Store) => Promise<unknown>

const anySession = fc.constantFrom('s1' as SessionId, 's2' as SessionId)
const small = fc.nat(3)
// No large ones: those of a refused append stay as files, until gc, and no port promises either way.
const blobSizes = [0, 9, 32_768]
const anyBlobs = fc
  .array(fc.constantFrom(...blobSizes), { maxLength: 2 })
  .map((sizes) => sizes.map((size) => staged(size)))
const rejection = fc.constantFrom(null, { code: 'invalid', message: 'no' } as const)

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      session: anySession,
      epoch: small,
      opId: small,
      expect: fc.option(small),
      at: small,
      count: small,
      blobs: anyBlobs,
    })
    .map(({ opId, count, ...facts }): Step => {
      const events = started(...Array.from({ length: count }, (_, index) => `r${index}`))
      return async ({ log }) => log.append(request(`op${opId}`, { ...facts, events }))
    }),
  fc.tuple(anySession, small, anyBlobs).map(
    ([session, id, blobs]): Step =>
      async ({ inbox }) =>
        inbox.submit(session, rename(`c${id}`), blobs),
  ),
  fc.tuple(anySession, small, rejection, small).map(
    ([session, id, why, epoch]): Step =>
      async ({ inbox }) =>
        inbox.settle(session, `c${id}` as CommandId, why, epoch),
  ),
  fc.tuple(anySession, fc.constantFrom(alice, bob), fc.nat(20), fc.boolean()).map(
    ([session, owner, now, gone]): Step =>
      async ({ leases }) =>
        leases.acquire(session, owner, now, 5, () => gone),
  ),
  fc.tuple(anySession, small, fc.nat(30)).map(
    ([session, epoch, untilMs]): Step =>
      async ({ leases }) =>
        leases.renew(session, epoch, untilMs),
  ),
  fc.tuple(anySession, small).map(
    ([session, epoch]): Step =>
      async ({ leases }) =>
        leases.release(session, epoch),
  ),
  anySession.map(
    (session): Step =>
      async ({ leases }) =>
        leases.holder(session),
  ),
  fc.tuple(anySession, small, fc.jsonValue()).map(
    ([session, seq, state]): Step =>
      async ({ checkpoints }) =>
        checkpoints.save(session, { seq, version: 1, state }),
  ),
  fc.tuple(anySession, small).map(
    ([id, createdAt]): Step =>
      async ({ sessions }) =>
        sessions.create(newSession({ id, createdAt, directory: `/${createdAt % 2}` })),
  ),
  fc.tuple(anySession, fc.string()).map(
    ([id, name]): Step =>
      async ({ sessions }) =>
        sessions.rename(id, name),
  ),
  anySession.map(
    (id): Step =>
      async ({ sessions }) =>
        sessions.remove(id),
  ),
)

/** Everything that the ports tell of a store. */
async function everything(store: Store): Promise<unknown> {
  const blobs = await store.blobs.has(blobSizes.map((size) => staged(size).ref))
  const told: unknown[] = [await store.sessions.list(), await store.sessions.list({ directory: '/1', limit: 1 }), blobs]
  for (const session of ['s1', 's2'] as SessionId[])
    told.push(
      await store.log.read(session, 0),
      await store.log.head(session),
      await store.inbox.pending(session),
      await store.checkpoints.load(session),
      ...(await Promise.all([0, 1, 2, 3].map(async (id) => store.inbox.status(session, `c${id}` as CommandId)))),
    )
  return told
}

async function answer(step: Step, store: Store): Promise<unknown> {
  try {
    return await step(store)
  } catch (error) {
    return { thrown: errorCode(error) ?? error }
  }
}

test('the memory store answers like the SQLite store, call by call, whatever the calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 40 }), async (steps) => {
      const directory = mkdtempSync(join(tmpdir(), 'lightspeed-twins-'))
      const memory = openMemoryStore()
      const sqlite = openSqliteStore({ directory })
      try {
        for (const session of ['s1', 's2'] as SessionId[])
          for (const store of [memory, sqlite]) await store.sessions.create(newSession({ id: session }))
        for (const step of steps) expect(await answer(step, sqlite)).toEqual(await answer(step, memory))
        expect(await everything(sqlite)).toEqual(await everything(memory))
      } finally {
        await sqlite.close()
        rmSync(directory, { recursive: true })
      }
    }),
    { numRuns: 60 },
  )
})
