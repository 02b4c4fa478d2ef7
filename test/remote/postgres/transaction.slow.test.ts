import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { runStatement, runTransaction, together } from '../../../remote/postgres/transaction.ts'
import { startPostgres } from '../../support/postgres.ts'

const server = startPostgres()
const nobody = 'SET LOCAL ROLE nobody_there'
const owner = 'SET LOCAL ROLE postgres'

/** A connection of the owner of a database with a table of numbers. */
async function openClient() {
  const pool = new pg.Pool({ connectionString: await server().createDatabase(), pipeline: true })
  onTestFinished(() => pool.end())
  const client = await pool.connect()
  onTestFinished(() => client.release())
  await client.query('CREATE TABLE numbers (number integer PRIMARY KEY)')
  const numbers = async () => (await client.query<{ number: number }>('SELECT number FROM numbers ORDER BY 1')).rows
  return { client, numbers: async () => (await numbers()).map(({ number }) => number) }
}

const insert = 'INSERT INTO numbers VALUES ($1)'

test('nothing is done as the owner of the database when the role of the tenant could not be taken', async () => {
  const { client, numbers } = await openClient()
  for (const { result, isBroken } of [
    await runStatement(client, nobody, insert, [1]),
    await runTransaction(client, nobody, (query) => query(insert, [2])),
    await runTransaction(client, nobody, (query) => together(query(insert, [3]), query(insert, [4]))),
  ]) {
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'role "nobody_there" does not exist' } })
    expect(isBroken).toBe(false)
  }
  expect(await numbers()).toEqual([])
})

test('a statement that fails undoes its transaction, and the connection serves on', async () => {
  const { client, numbers } = await openClient()
  const twice = { status: 'rejected', reason: { code: '23505' } }
  await runStatement(client, owner, insert, [1])
  expect(await runStatement(client, owner, insert, [1])).toMatchObject({ result: twice, isBroken: false })
  const body = async (query: Parameters<Parameters<typeof runTransaction>[2]>[0]) => {
    await query(insert, [2])
    return together(query(insert, [3]), query(insert, [1]), query(insert, ['no number']))
  }
  // Of those that were sent together the first that failed, not what became of the others for it.
  expect(await runTransaction(client, owner, body)).toMatchObject({ result: twice, isBroken: false })
  const mine = new Error('mine')
  const refusing = await runTransaction(client, owner, (query) => together(Promise.reject(mine), query(insert, [1])))
  expect(refusing).toEqual({ result: { status: 'rejected', reason: mine }, isBroken: false })
  expect(await runTransaction(client, owner, (query) => query(insert, [5]))).toMatchObject({ isBroken: false })
  expect(await numbers()).toEqual([1, 5])
})

test('a statement sees what was committed while the one in front of it waited for a lock', async () => {
  const { client, numbers } = await openClient()
  await client.query('INSERT INTO numbers VALUES (1)')
  const other = new pg.Client((client as unknown as { connectionParameters: pg.ClientConfig }).connectionParameters)
  await other.connect()
  onTestFinished(() => other.end())
  await other.query('BEGIN; SELECT 1 FROM numbers WHERE number = 1 FOR UPDATE')
  const seen = runTransaction(client, owner, async (query) => {
    const lock = query('SELECT 1 FROM numbers WHERE number = 1 FOR UPDATE')
    const [, [row]] = await together(lock, query<{ count: number }>('SELECT count(*)::int FROM numbers'))
    return row?.count
  })
  await expect
    .poll(async () => (await other.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).rowCount)
    .toBe(1)
  await other.query('INSERT INTO numbers VALUES (2); COMMIT')
  expect(await seen).toEqual({ result: { status: 'fulfilled', value: 2 }, isBroken: false })
  expect(await numbers()).toEqual([1, 2])
})
