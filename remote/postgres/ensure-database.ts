import pg from 'pg'
import { isConnectionLost, translateError } from './translate-error.ts'

/** How long a connection may take to open, ms. */
const connectMs = 2_000

/** Makes the database that a URL names where its server has none; false while the server does not answer. @throws PostgresError */
export async function ensureDatabase(url: string): Promise<boolean> {
  const server = new URL(url)
  const name = decodeURIComponent(server.pathname.slice(1))
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: connectMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rows.length === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
    return true
  } catch (error) {
    if (isConnectionLost(error)) return false
    throw translateError(error, server.host)
  } finally {
    await client.end()
  }
}
