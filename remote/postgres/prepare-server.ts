import pg from 'pg'
import { checkKeeps, checkWrites } from './check-server.ts'
import { PostgresSchemaError } from './errors.ts'
import { hangUp } from './hang-up.ts'
import { foundVersion, migrate, schemaVersion } from './schema.ts'

/** As long as tables may take to be made anew, or another process to do it, ms. */
const migrationMs = 600_000

/**
 * Refuses a server that cannot be worked with, and brings its schema up to date where that is wanted.
 * @throws UnsafePostgresError, PostgresSchemaError
 */
export async function prepareServer(pool: pg.Pool, server: string, migrates: boolean): Promise<void> {
  const client = await pool.connect()
  try {
    await checkKeeps(client, server)
    await checkWrites(client, server)
    if (migrates) await migrateSlowly(pool, server)
    const found = await foundVersion(client)
    if (found !== schemaVersion) throw new PostgresSchemaError(server, found, schemaVersion)
  } finally {
    client.release()
  }
}

async function migrateSlowly({ options }: pg.Pool, server: string): Promise<void> {
  const client = new pg.Client({ ...options, query_timeout: migrationMs, statement_timeout: migrationMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await migrate(client, server)
  } finally {
    hangUp(client)
  }
}
