import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { servingRole } from '../../../remote/postgres/schema.ts'
import { startPostgres } from '../../support/postgres.ts'

const server = startPostgres()

async function openWorkers() {
  const url = await server().createDatabase()
  const postgres = await openPostgres({ url, migrates: true, connections: 2 })
  onTestFinished(() => postgres.close())
  return { url, workers: postgres.workers }
}

test('of the workers of a queue the one that offers least counts, and of other queues none', async () => {
  const { workers } = await openWorkers()
  expect(await workers.commands('q')).toBeNull()
  await workers.announce('q', 'a', 'confined')
  await workers.announce('other', 'a', 'none')
  expect(await workers.commands('q')).toBe('confined')
  await workers.announce('q', 'b', 'unconfined')
  expect(await workers.commands('q')).toBe('unconfined')
  await workers.announce('q', 'c', 'none')
  expect(await workers.commands('q')).toBe('none')
  await workers.announce('q', 'c', 'confined')
  expect(await workers.commands('q')).toBe('unconfined')
})

test('one that left counts no more beside others, and is what is known when all have left', async () => {
  const { workers } = await openWorkers()
  await workers.announce('q', 'a', 'unconfined')
  await workers.leave('q', 'a')
  expect(await workers.commands('q')).toBe('unconfined')
  await workers.announce('q', 'b', 'confined')
  expect(await workers.commands('q')).toBe('confined')
  await workers.leave('q', 'b')
  expect(await workers.commands('q')).toBe('confined')
})

test('who serves tenants sees no workers', async () => {
  const { url, workers } = await openWorkers()
  await workers.announce('q', 'a', 'confined')
  const client = new pg.Client(url)
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(`SET ROLE ${servingRole}`)
  await expect(client.query('SELECT * FROM workers')).rejects.toThrow(/permission denied/)
})
