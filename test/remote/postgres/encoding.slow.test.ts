import pg from 'pg'
import { expect, test } from 'vitest'
import { openPostgres } from '../../../remote/postgres/open-postgres.ts'
import { startPostgres } from '../../support/postgres.ts'

const server = startPostgres()

test('a database that does not have every letter is refused with what to do', async () => {
  const url = new URL(await server().createDatabase())
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`)
  await client.end()
  url.pathname = '/latin'
  const opening = openPostgres({ url: url.href, migrates: true })
  await expect(opening).rejects.toMatchObject({ code: 'store-unsafe-postgres' })
  await expect(opening).rejects.toThrow(/its encoding is LATIN1.*ENCODING 'UTF8'/)
})
