import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { entry, request, session, withSession } from '../../contract/store-samples.ts'
import { freePort } from '../../support/free-port.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'

const server = startPostgres()

/** Breaks the connections of a database, of this test that is, which are Lightspeed's. */
const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'lightspeed' AND datname = current_database()`

async function run(url: string, text: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(text)
  await client.end()
}

test('a database without our tables is refused unless it may be migrated, which happens once', async () => {
  const url = await server().createDatabase()
  await expect(openPostgres({ url })).rejects.toMatchObject({ code: 'store-schema' })
  const all = await Promise.all(Array.from({ length: 8 }, () => openPostgres({ url, migrates: true })))
  await Promise.all(all.map((postgres) => postgres.close()))
  await (await openPostgres({ url })).close()
})

test('a newer schema is refused and left as it is', async () => {
  const url = await server().createDatabase()
  await (await openPostgres({ url, migrates: true })).close()
  await run(url, 'UPDATE lightspeed_schema SET version = 99')
  for (const migrates of [false, true])
    await expect(openPostgres({ url, migrates })).rejects.toThrow('has schema 99, this lightspeed knows up to')
})

test('a server that is not there is named, and its password is not', async () => {
  const port = await freePort()
  const opened = openPostgres({ url: `postgres://someone:hidden@127.0.0.1:${port}/sessions` })
  await expect(opened).rejects.toMatchObject({ code: 'postgres-unreachable' })
  await expect(opened).rejects.toThrow(`127.0.0.1:${port}/sessions`)
  await expect(opened).rejects.not.toThrow('hidden')
})

test.each(['Ours', 'a b', '', `x'; DROP TABLE events; --`, 'a'.repeat(64), '../x'])('%o names no tenant', (name) => {
  expect(() => tenant(name)).toThrow('cannot name a tenant')
})

test('what was begun while connections break is done, once', async () => {
  const url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true })
  onTestFinished(() => postgres.close())
  const { log } = await withSession(postgres.store(tenant('ours'), noLargeBlobs))
  const names = Array.from({ length: 60 }, (_, index) => `op${index}`)
  const cutter = new pg.Client(url)
  await cutter.connect()
  for (const [index, name] of names.entries()) {
    // At another moment of each.
    const cutting = wait(index % 6).then(() => cutter.query(cut))
    const [{ status }] = await Promise.all([log.append(request(name)), cutting])
    expect(status).toMatch(/^(ok|duplicate)$/)
  }
  await cutter.end()
  expect(await log.read(session, 0)).toEqual(names.map((name, index) => entry(index + 1, name)))
})

test('a store that watches hears of changes again after its connections broke', async () => {
  const url = await server().createDatabase()
  const [here, there] = [await openPostgres({ url, migrates: true }), await openPostgres({ url })]
  onTestFinished(async () => {
    await here.close()
    await there.close()
  })
  const { log } = await withSession(here.store(tenant('ours'), noLargeBlobs))
  const other = there.store(tenant('ours'), noLargeBlobs)
  let calls = 0
  const stop = other.log.watch(session, () => (calls += 1))
  await run(url, cut)
  await log.append(request('a'))
  await expect.poll(async () => calls > 0 && (await other.log.head(session)) === 1).toBe(true)
  stop()
})
