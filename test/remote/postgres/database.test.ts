import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { Database } from '../../../remote/postgres/database.ts'
import { tenant } from '../../../remote/postgres/tenant.ts'
import { freePort } from '../../support/free-port.ts'
import { waitFor } from '../../support/wait-for.ts'

test('while a server that refuses connections is still asked, it is known why', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: await freePort() })
  const database = new Database(pool, 'here')
  expect(database.trouble).toBeNull()
  const asking = database.ask(tenant('ours'), 'SELECT 1', []).catch((error: unknown) => error)
  onTestFinished(() => asking.then(() => undefined))
  await waitFor(() => expect(database.trouble).toMatchObject({ code: 'postgres-unreachable' }))
  expect(database.trouble?.message).toContain('Postgres at here does not answer (connect ECONNREFUSED')
  await pool.end()
})
