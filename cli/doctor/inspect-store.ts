import { openConnection } from '../../core/store/sqlite/connection.ts'

/** What the store is like on this machine. */
export interface StoreFacts {
  readonly directory: string
  readonly sqliteVersion: string
  readonly synchronous: string
  readonly sessions: number
}

/** Opens the store, writes to it, and says what it is like. @throws the errors of core/store */
export async function inspectStore(directory: string): Promise<StoreFacts> {
  const connection = openConnection(directory)
  try {
    connection.write(() => undefined)
    const first = (sql: string): unknown => connection.sql<[], Record<string, unknown>>(sql).get()
    const value = (sql: string): unknown => Object.values(first(sql) ?? {})[0]
    const levels = ['OFF', 'NORMAL', 'FULL', 'EXTRA']
    return {
      directory,
      sqliteVersion: String(value('SELECT sqlite_version()')),
      synchronous: levels[Number(value('PRAGMA synchronous'))] ?? 'unknown',
      sessions: Number(value('SELECT count(*) FROM sessions')),
    }
  } finally {
    connection.close()
  }
}
