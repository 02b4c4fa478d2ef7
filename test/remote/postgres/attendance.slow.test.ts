import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { session } from '../../contract/store-samples.ts'
import { startPostgres } from '../../support/postgres.ts'
import { waitFor } from '../../support/wait-for.ts'

const server = startPostgres()

test('who is attached to one gateway is told at another, and after Postgres cut them off', async () => {
  const url = await server().createDatabase()
  const open = async () => {
    const postgres = await openPostgres({ url, migrates: true })
    onTestFinished(() => postgres.close())
    const told: string[][] = []
    postgres.attendance(tenant('ours')).watch(session, (attached) => told.push(attached.map(({ id }) => id)))
    const join = (id: string) =>
      postgres
        .attendance(tenant('ours'))
        .join(session, { id, host: 'café', pid: 1, startedAt: '1', terminal: null, since: 1 })
    return { postgres, told, join }
  }
  const [front, back] = [await open(), await open()]
  const leave = front.join('a')
  await waitFor(() => expect(back.told.at(-1)).toEqual(['a']))
  await front.postgres.database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()`,
  )
  back.join('b')
  for (const { told } of [front, back]) await waitFor(() => expect(told.at(-1)).toEqual(['a', 'b']))
  leave()
  for (const { told } of [front, back]) await waitFor(() => expect(told.at(-1)).toEqual(['b']))
})
