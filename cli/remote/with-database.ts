import { text } from '../args/flag.ts'
import { openPostgres, type Postgres } from '../../remote/postgres/open-postgres.ts'
import { readPostgresUrl, storeFlags } from './server-flags.ts'

/** What commands that keep keys are told. */
export const keysFlags = {
  postgres: storeFlags.postgres,
  tenant: text({ helpValue: 'NAME', default: 'default', description: 'whose keys' }),
} as const

/** Opens the database for a command that keeps keys. */
export async function withDatabase<T>(
  flags: { readonly postgres: string | null },
  work: (postgres: Postgres) => Promise<T>,
): Promise<T> {
  const postgres = await openPostgres({ url: readPostgresUrl(flags, process.env), migrates: true, connections: 2 })
  try {
    return await work(postgres)
  } finally {
    await postgres.close()
  }
}
