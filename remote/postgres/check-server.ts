import type pg from 'pg'
import { UnsafePostgresError } from './errors.ts'

/** What the checks ask with. */
type Asked = Pick<pg.ClientBase, 'query'>

/** Whether what is acknowledged is kept, every letter of it. @throws UnsafePostgresError */
export async function checkKeeps(client: Asked, server: string): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) {
    const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`)
    if (rows[0]?.[setting] !== 'on')
      throw new UnsafePostgresError(
        server,
        `${setting} is off`,
        `set ${setting} = on, or a power loss takes what was acknowledged`,
      )
  }
  const { rows } = await client.query<{ readonly server_encoding: string }>('SHOW server_encoding')
  const encoding = rows[0]?.server_encoding
  if (encoding !== 'UTF8')
    throw new UnsafePostgresError(
      server,
      `its encoding is ${encoding ?? 'unknown'}, which does not have every letter`,
      `make another database: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0`,
    )
}

/** A standby, or a database that was made read-only, answers all questions and keeps nothing. @throws UnsafePostgresError */
export async function checkWrites(client: Asked, server: string): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only')
  if (rows[0]?.transaction_read_only === 'on')
    throw new UnsafePostgresError(
      server,
      'it takes no writes',
      'give the address of the primary, or set default_transaction_read_only = off',
    )
}
