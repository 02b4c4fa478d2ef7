import pg from 'pg'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { servingRole } from '../../../remote/postgres/schema.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { listWaiting } from '../../../remote/postgres/waiting-sessions.ts'
import {
  newSession,
  otherSession,
  rename,
  request,
  session,
  staged,
  withSession,
} from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'

const server = startPostgres()
const tables = ['sessions', 'events', 'ops', 'inbox', 'checkpoints', 'blobs']
let url = ''

/** Of a connection that serves: what a query that forgot its tenant would see. */
async function serving(): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(`SET ROLE ${servingRole}`)
  return client
}

async function count(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`)
  return Number(rows[0]?.count)
}

beforeAll(async () => {
  url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true })
  for (const name of ['ours', 'theirs']) {
    const store = await withSession(postgres.store(tenant(name), noLargeBlobs))
    await store.log.append(request('a', { blobs: [staged(10)] }))
    await store.inbox.submit(session, rename('waiting'), [])
    await store.checkpoints.save(session, { seq: 1, version: 1, state: name })
  }
  await postgres.close()
})

describe('row-level security, as the role that serves', () => {
  test.each(tables)('%s shows nothing to a query that names no tenant', async (table) => {
    const client = await serving()
    expect(await count(client, table)).toBe(0)
  })

  test.each(tables)('%s shows nothing after a tenant was set and is not any more', async (table) => {
    const client = await serving()
    await client.query(`BEGIN; SET LOCAL lightspeed.tenant = 'ours'`)
    expect(await count(client, table)).toBe(1)
    await client.query('COMMIT')
    expect(await count(client, table)).toBe(0)
  })

  test.each(tables)(
    '%s shows the rows of the tenant that was set, and takes and gives none of others',
    async (table) => {
      const client = await serving()
      await client.query(`SET lightspeed.tenant = 'ours'`)
      const { rows } = await client.query<{ tenant: string }>(`SELECT tenant FROM ${table}`)
      expect(rows).toEqual([{ tenant: 'ours' }])
      await expect(client.query(`UPDATE ${table} SET tenant = 'theirs'`)).rejects.toMatchObject({ code: '42501' })
      expect((await client.query(`DELETE FROM ${table} WHERE tenant = 'theirs'`)).rowCount).toBe(0)
    },
  )

  test('a row for another tenant is refused', async () => {
    const client = await serving()
    await client.query(`SET lightspeed.tenant = 'ours'`)
    const insert = `INSERT INTO blobs (tenant, hash, bytes) VALUES ('theirs', '\\x01', '\\x02')`
    await expect(client.query(insert)).rejects.toMatchObject({ code: '42501' })
  })

  test('it owns nothing and may not step around the policies', async () => {
    const client = await serving()
    await expect(client.query('ALTER TABLE events DISABLE ROW LEVEL SECURITY')).rejects.toMatchObject({ code: '42501' })
    await expect(client.query('DROP POLICY tenant ON events')).rejects.toMatchObject({ code: '42501' })
    const { rows } = await client.query('SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user')
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }])
  })

  test('every table of ours is guarded, also from its owner', async () => {
    const client = await serving()
    const { rows } = await client.query<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND NOT (relrowsecurity AND relforcerowsecurity)`,
    )
    expect(rows.map(({ relname }) => relname)).toEqual(['lightspeed_schema'])
  })
})

test('whoever sweeps sees which sessions have commands that wait or were left, of all tenants, and nothing else', async () => {
  const postgres = await openPostgres({ url })
  onTestFinished(() => postgres.close())
  const waiting = (leftBefore = 0) => listWaiting(postgres.database, leftBefore)
  expect(await waiting()).toEqual([
    { tenant: 'ours', session },
    { tenant: 'theirs', session },
  ])
  for (const name of ['ours', 'theirs']) {
    const id = rename('waiting').id
    await postgres.store(tenant(name), noLargeBlobs).inbox.settle(session, id, null, 0)
  }
  expect(await waiting()).toEqual([])
  // The holder of a lease died, and Temporal does not know of it any more.
  const { leases, sessions } = postgres.store(tenant('ours'), noLargeBlobs)
  await sessions.create({ ...newSession(), id: otherSession })
  const held = await leases.acquire(otherSession, { host: 'h', pid: 1, startedAt: '1' }, 1_000, 500, () => true)
  expect(await waiting(1_500)).toEqual([])
  expect(await waiting(1_501)).toEqual([{ tenant: 'ours', session: otherSession }])
  if (held.status === 'acquired') await leases.release(otherSession, held.lease.epoch)
  expect(await waiting(1_501)).toEqual([])
  await sessions.remove(otherSession)
  for (const text of [
    'SELECT command FROM inbox',
    'SELECT title FROM sessions',
    'SELECT * FROM events',
    'DELETE FROM inbox',
  ])
    await expect(postgres.database.sweep((query) => query(text))).rejects.toThrow('permission denied')
})

test('two tenants with one session id and one blob have each their own', async () => {
  const postgres = await openPostgres({ url })
  onTestFinished(() => postgres.close())
  const [ours, theirs] = ['ours', 'theirs'].map((name) => postgres.store(tenant(name), noLargeBlobs))
  const { ref } = staged(10)
  await ours?.log.append(request('only here'))
  expect([await ours?.log.head(session), await theirs?.log.head(session)]).toEqual([2, 1])
  await ours?.sessions.remove(session)
  expect(await ours?.sessions.get(session)).toBeNull()
  expect(await theirs?.sessions.get(session)).not.toBeNull()
  expect(await theirs?.blobs.has([ref])).toEqual(new Set([ref]))
  const stranger = postgres.store(tenant('stranger'), noLargeBlobs)
  expect(await stranger.blobs.has([ref])).toEqual(new Set())
  await expect(stranger.blobs.get(ref)).rejects.toMatchObject({ code: 'blob-not-found' })
  expect(await stranger.sessions.list()).toEqual([])
  expect(await stranger.sessions.get(session)).toBeNull()
  await expect(stranger.inbox.submit(session, rename('x'), [])).rejects.toMatchObject({
    code: 'session-not-found',
  })
})
