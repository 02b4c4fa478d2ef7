import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { alice, newSession, nobodyIsGone, rename, session } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'

const server = startPostgres()

test('a trouble is of a tenant and of the lease that it was met under, and can be over before that is', async () => {
  const postgres = await openPostgres({ url: await server().createDatabase(), migrates: true })
  onTestFinished(() => postgres.close())
  const ours = tenant('ours')
  const { sessions, leases } = postgres.store(ours, noLargeBlobs)
  await sessions.create(newSession())
  const troubles = postgres.troubles(ours)
  const trouble = { code: 'blob-corrupt', message: 'a blob is corrupt' }
  await leases.acquire(session, alice, 1, 10, nobodyIsGone)
  expect(await troubles.get(session)).toBeNull()
  await troubles.put(session, trouble)
  expect(await troubles.get(session)).toEqual(trouble)
  expect(await postgres.troubles(tenant('theirs')).get(session)).toBeNull()
  await leases.acquire(session, alice, 100, 10, nobodyIsGone)
  expect(await troubles.get(session)).toBeNull()
  await troubles.put(session, { ...trouble, message: 'it still is' })
  expect(await troubles.get(session)).toEqual({ ...trouble, message: 'it still is' })
  await postgres.troubles(tenant('theirs')).remove(session)
  expect(await troubles.get(session)).not.toBeNull()
  await troubles.remove(session)
  expect(await troubles.get(session)).toBeNull()
  await sessions.remove(session)
  await troubles.put(session, trouble)
  expect(await troubles.get(session)).toBeNull()
})

test('what was in the way before a command came is not held against that command; the same once more is', async () => {
  const postgres = await openPostgres({ url: await server().createDatabase(), migrates: true })
  onTestFinished(() => postgres.close())
  const ours = tenant('ours')
  const { sessions, leases, inbox } = postgres.store(ours, noLargeBlobs)
  await sessions.create(newSession())
  await leases.acquire(session, alice, 1, 10, nobodyIsGone)
  const troubles = postgres.troubles(ours)
  const trouble = { code: 's3-refused', message: 'the object store refused' }
  const [first, second] = [rename('a'), rename('b')]
  await inbox.submit(session, first, [])
  await troubles.put(session, trouble)
  await inbox.submit(session, first, [])
  expect(await troubles.get(session)).toEqual(trouble)
  await inbox.submit(session, second, [])
  expect(await troubles.get(session)).toBeNull()
  await troubles.put(session, trouble)
  expect(await troubles.get(session)).toEqual(trouble)
})
