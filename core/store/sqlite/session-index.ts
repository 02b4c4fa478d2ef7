import type { NewSession, SessionIndex, SessionSummary } from '../../ports/session-index.ts'
import type { SessionId } from '../../values/ids.ts'
import type { Changes } from './changes.ts'
import type { Connection } from './connection.ts'
import { sessionKey } from './session-key.ts'

const columns = 'id, name, directory, model, title, created_at AS createdAt, updated_at AS updatedAt, head'

/** The list of sessions in SQLite. */
export class SqliteSessionIndex implements SessionIndex {
  constructor(
    private readonly connection: Connection,
    private readonly changes: Changes,
  ) {}

  async create(session: NewSession): Promise<boolean> {
    const isNew = this.connection.write(() => {
      const { changes } = this.connection
        .sql<[NewSession]>(
          `INSERT INTO sessions (id, name, directory, model, title, created_at, updated_at)
           VALUES (:id, :name, :directory, :model, :title, :createdAt, :createdAt) ON CONFLICT (id) DO NOTHING`,
        )
        .run(session)
      if (changes === 0) return false
      this.connection
        .sql<[number]>('INSERT INTO leases (session) VALUES (?)')
        .run(sessionKey(this.connection, session.id))
      return true
    })
    if (isNew) this.changes.emit(session.id)
    return isNew
  }

  async get(id: SessionId): Promise<SessionSummary | null> {
    const row = this.connection.read(() =>
      this.connection.sql<[SessionId], SessionSummary>(`SELECT ${columns} FROM sessions WHERE id = ?`).get(id),
    )
    return row ?? null
  }

  async list(
    filter: { readonly directory?: string; readonly limit?: number } = {},
  ): Promise<readonly SessionSummary[]> {
    const { directory = null, limit = -1 } = filter
    const where = directory === null ? '' : 'WHERE directory = :directory'
    return this.connection.read(() =>
      this.connection
        .sql<[{ directory: string | null; limit: number }], SessionSummary>(
          `SELECT ${columns} FROM sessions ${where}
           ORDER BY updated_at DESC, key DESC LIMIT :limit`,
        )
        .all({ directory, limit }),
    )
  }

  async rename(id: SessionId, name: string): Promise<void> {
    this.connection.write(() => {
      const key = sessionKey(this.connection, id)
      this.connection.sql<[string, number]>('UPDATE sessions SET name = ? WHERE key = ?').run(name, key)
    })
    this.changes.emit(id)
  }

  async remove(id: SessionId): Promise<void> {
    // Rows of other tables go with it, by their foreign keys.
    this.connection.write(() => this.connection.sql<[SessionId]>('DELETE FROM sessions WHERE id = ?').run(id))
    this.changes.emit(id)
  }
}
