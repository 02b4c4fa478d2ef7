import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { withSession } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { noLargeBlobs } from './no-large-blobs.ts'

const server = startPostgres()

test('who may not create roles is told what somebody else has to run, and serves when that was done', async () => {
  const url = await server().createDatabase()
  const admin = new pg.Client(url)
  await admin.connect()
  onTestFinished(() => admin.end())
  await admin.query(`CREATE ROLE modest LOGIN PASSWORD 'modest'`)
  await admin.query('CREATE DATABASE modest OWNER modest')
  const theirs = url.replace(/postgres:secret/, 'modest:modest').replace(/[^/]+$/, 'modest')
  const refused = await openPostgres({ url: theirs, migrates: true }).then(
    () => new Error('was opened'),
    (error: unknown) => error as Error,
  )
  expect(refused).toMatchObject({ code: 'store-roles' })
  const [, statements] = /run: (.*;) \(/.exec(refused.message) ?? []
  await admin.query(statements ?? '')
  const postgres = await openPostgres({ url: theirs, migrates: true })
  onTestFinished(() => postgres.close())
  await withSession(postgres.store(tenant('ours'), noLargeBlobs))
})

test('a database that takes no writes is refused at the start, and one that takes none any more is not ready', async () => {
  const url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true })
  onTestFinished(() => postgres.close())
  await postgres.ping()
  const admin = new pg.Client(url)
  await admin.connect()
  onTestFinished(() => admin.end())
  await admin.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`)
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lightspeed'`)
  await expect
    .poll(() => postgres.ping().catch((error: unknown) => error))
    .toMatchObject({ code: 'store-unsafe-postgres' })
  await expect(openPostgres({ url })).rejects.toThrow('it takes no writes; give the address of the primary')
})
