import pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { hashApiKey } from '../../../remote/postgres/api-key.ts'
import { openPostgres, type Postgres } from '../../../remote/postgres/open-postgres.ts'
import { servingRole, sweepingRole } from '../../../remote/postgres/schema.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { waitFor } from '../../support/wait-for.ts'
import { startPostgres } from '../../support/postgres.ts'

const server = startPostgres()
const ours = tenant('ours')
const theirs = tenant('theirs')
let url = ''

beforeAll(async () => {
  url = await server().createDatabase()
  await (await openPostgres({ url, migrates: true })).close()
})

async function open(): Promise<Postgres> {
  const postgres = await openPostgres({ url })
  onTestFinished(() => postgres.close())
  return postgres
}

async function serving(): Promise<pg.Client> {
  const client = new pg.Client(url)
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(`SET ROLE ${servingRole}`)
  return client
}

test('a key says whose it is until it is revoked, and looks like one', async () => {
  const { keys } = await open()
  const [first, second] = [await keys.create(ours, 'laptop'), await keys.create(theirs, 'laptop')]
  expect(first.key).toMatch(new RegExp(`^ls_${first.id}_[A-Za-z0-9_-]{43}$`))
  expect([await keys.find(first.key), await keys.find(second.key)]).toEqual([ours, theirs])
  await keys.revoke(ours, first.id)
  expect([await keys.find(first.key), await keys.find(second.key)]).toEqual([null, theirs])
  for (const wrong of ['', second.key.slice(0, -1), `${second.key} `, second.key.toUpperCase()])
    expect(await keys.find(wrong)).toBeNull()
})

test('whoever watches is told of a key that was revoked by another process, when it is revoked', async () => {
  const [front, other] = [await open(), await open()]
  const heard: string[] = []
  const connected = Promise.withResolvers<undefined>()
  const stop = front.keys.watch({ revoked: (id) => heard.push(id), missed: () => connected.resolve(undefined) })
  onTestFinished(stop)
  await connected.promise
  const { id, key } = await other.keys.create(ours, 'watched')
  await other.keys.revoke(ours, id)
  await waitFor(() => expect(heard).toEqual([id]))
  expect(await front.keys.find(key)).toBeNull()
  await expect(other.keys.revoke(theirs, id)).rejects.toMatchObject({ code: 'api-key-not-found' })
  expect(heard).toEqual([id])
})

test('a list has what may be shown of the keys of one tenant', async () => {
  const { keys } = await open()
  const name = tenant('lister')
  const [first, second] = [await keys.create(name, 'one'), await keys.create(name, 'two')]
  await keys.revoke(name, second.id)
  const [revokedAt] = (await keys.list(name)).map((key) => key.revokedAt).filter((at) => at !== null)
  await keys.revoke(name, second.id)
  const listed = await keys.list(name)
  expect(listed).toHaveLength(2)
  expect(listed).toContainEqual({ id: first.id, name: 'one', createdAt: expect.any(Number) as number, revokedAt: null })
  expect(listed).toContainEqual(expect.objectContaining({ id: second.id, revokedAt }))
  expect(JSON.stringify(listed)).not.toContain(first.key.slice(14))
})

test("another tenant's key cannot be revoked", async () => {
  const { keys } = await open()
  const { id, key } = await keys.create(ours, 'kept')
  await expect(keys.revoke(theirs, id)).rejects.toMatchObject({ code: 'api-key-not-found' })
  expect(await keys.find(key)).toBe(ours)
})

test('the role that serves sees the row of a key that is presented, and neither changes it nor sees another', async () => {
  const { keys } = await open()
  const [one, other] = [await keys.create(ours, 'one'), await keys.create(ours, 'other')]
  const client = await serving()
  const seen = async () => (await client.query<{ id: string }>('SELECT id FROM api_keys')).rows.map(({ id }) => id)
  expect(await seen()).toEqual([])
  const present = (key: string) => `SET LOCAL lightspeed.key = '${hashApiKey(key).toString('hex')}'`
  await client.query(`BEGIN; ${present(one.key)}`)
  expect(await seen()).toEqual([one.id])
  expect((await client.query('UPDATE api_keys SET revoked_at = NULL')).rowCount).toBe(0)
  expect((await client.query('DELETE FROM api_keys')).rowCount).toBe(0)
  await client.query('COMMIT')
  expect(await seen()).toEqual([])
  await client.query(`BEGIN; SET LOCAL lightspeed.tenant = 'theirs'; ${present(other.key)}`)
  const insert = `INSERT INTO api_keys (tenant, id, name, hash, created_at) VALUES ('ours', 'x', 'x', '\\x01', 1)`
  await expect(client.query(insert)).rejects.toMatchObject({ code: '42501' })
  await client.query('ROLLBACK')
  await client.query(`SET lightspeed.tenant = 'ours'`)
  expect(await seen()).toContain(other.id)
})

test('an owner of the database who is no superuser serves keys, too', async () => {
  const admin = new pg.Client(url)
  await admin.connect()
  onTestFinished(() => admin.end())
  await admin.query(
    `CREATE ROLE plain LOGIN PASSWORD 'plain' CREATEROLE; GRANT ${servingRole}, ${sweepingRole} TO plain`,
  )
  await admin.query('CREATE DATABASE owned OWNER plain')
  const owned = url.replace(/postgres:secret/, 'plain:plain').replace(/[^/]+$/, 'owned')
  const postgres = await openPostgres({ url: owned, migrates: true })
  onTestFinished(() => postgres.close())
  const { key } = await postgres.keys.create(ours, 'one')
  expect(await postgres.keys.find(key)).toBe(ours)
})

test('a database of the version before is brought up to date with what it has', async () => {
  const old = await server().createDatabase()
  const admin = new pg.Client(old)
  await admin.connect()
  onTestFinished(() => admin.end())
  await (await openPostgres({ url: old, migrates: true })).close()
  await admin.query(
    'DROP TABLE api_keys, workers, troubles; DROP POLICY sweep ON inbox; DROP INDEX inbox_waiting; DROP POLICY sweep ON sessions; DROP INDEX sessions_held; UPDATE lightspeed_schema SET version = 2',
  )
  await expect(openPostgres({ url: old })).rejects.toMatchObject({ code: 'store-schema' })
  const postgres = await openPostgres({ url: old, migrates: true })
  onTestFinished(() => postgres.close())
  expect(await postgres.keys.list(ours)).toEqual([])
})
