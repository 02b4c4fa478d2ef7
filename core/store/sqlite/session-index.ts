import type { NewSession, RestoredLog, SessionIndex, SessionInput, SessionSummary } from '../../ports/session-index.ts'
import type { SessionId } from '../../values/ids.ts'
import { byOpId } from '../by-op-id.ts'
import { isSaidAgain, toWritten, type WrittenEntry } from '../is-said-again.ts'
import { toInput, toSummary, type InputRow, type SummaryRow } from '../session-rows.ts'
import type { Changes } from './changes.ts'
import type { Connection } from './connection.ts'
import { sessionKey } from './session-key.ts'

const columns = 'id, name, directory, model, title, created_at AS createdAt, updated_at AS updatedAt, head, origin'

/** The list of sessions in SQLite. */
export class SqliteSessionIndex implements SessionIndex {
  constructor(
    private readonly connection: Connection,
    private readonly changes: Changes,
  ) {}

  async create(session: NewSession): Promise<boolean> {
    return this.#register(session, { entries: [], epoch: 0 })
  }

  async restore(session: NewSession, log: RestoredLog): Promise<boolean> {
    return this.#register(session, log)
  }

  async get(id: SessionId): Promise<SessionSummary | null> {
    const row = this.connection.read(() =>
      this.connection.sql<[SessionId], SummaryRow>(`SELECT ${columns} FROM sessions WHERE id = ?`).get(id),
    )
    return row === undefined ? null : toSummary(row)
  }

  async list(
    filter: { readonly directory?: string; readonly limit?: number } = {},
  ): Promise<readonly SessionSummary[]> {
    const { directory = null, limit = -1 } = filter
    const where = directory === null ? '' : 'WHERE directory = :directory'
    return this.connection.read(() =>
      this.connection
        .sql<[{ directory: string | null; limit: number }], SummaryRow>(
          `SELECT ${columns} FROM sessions ${where}
           ORDER BY updated_at DESC, key DESC LIMIT :limit`,
        )
        .all({ directory, limit })
        .map(toSummary),
    )
  }

  async inputs(id: SessionId | null = null): Promise<readonly SessionInput[]> {
    return this.connection.read(() =>
      this.connection
        .sql<[{ id: SessionId | null }], InputRow>(
          `SELECT id, seq, kind, version, payload FROM sessions JOIN events ON events.session = sessions.key
           WHERE kind IN ('run.requested', 'run.steered') AND (:id IS NULL OR id = :id)
           ORDER BY updated_at DESC, sessions.key DESC, seq`,
        )
        .all({ id })
        .flatMap(toInput),
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

  #register(session: NewSession, log: RestoredLog): boolean {
    const isNew = this.connection.write(() => this.#insert(session, log))
    if (isNew) this.changes.emit(session.id)
    return isNew || this.connection.read(() => this.#isThere(session, log))
  }

  #isThere(session: NewSession, { entries }: RestoredLog): boolean {
    const facts = this.connection
      .sql<[SessionId], SummaryRow>(`SELECT ${columns} FROM sessions WHERE id = ?`)
      .get(session.id)
    if (facts === undefined) return false
    const beginning = this.connection
      .sql<[SessionId, number], WrittenEntry>(
        `SELECT seq, at, op_id AS opId, kind, version, payload FROM events
         WHERE session = (SELECT key FROM sessions WHERE id = ?) AND seq <= ? ORDER BY seq`,
      )
      .all(session.id, entries.length)
    return isSaidAgain({ facts: toSummary(facts), beginning }, session, entries)
  }

  #insert(session: NewSession, { entries, epoch }: RestoredLog): boolean {
    const { origin, ...facts } = session
    const updatedAt = entries.at(-1)?.at ?? session.createdAt
    const { changes } = this.connection
      .sql<[object]>(
        `INSERT INTO sessions (id, name, directory, model, title, created_at, updated_at, head, origin)
         VALUES (:id, :name, :directory, :model, :title, :createdAt, :updatedAt, :head, :origin)
         ON CONFLICT (id) DO NOTHING`,
      )
      .run({ ...facts, updatedAt, head: entries.length, origin: origin === undefined ? null : JSON.stringify(origin) })
    if (changes === 0) return false
    const key = sessionKey(this.connection, session.id)
    this.connection.sql<[number, number]>('INSERT INTO leases (session, epoch) VALUES (?, ?)').run(key, epoch)
    const event = this.connection.sql<[number, number, number, string, string, number, string]>(
      'INSERT INTO events (session, seq, at, op_id, kind, version, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    const op = this.connection.sql<[number, string, number, number]>(
      'INSERT INTO ops (session, op_id, first_seq, events) VALUES (?, ?, ?, ?)',
    )
    for (const [opId, append] of byOpId(entries)) {
      op.run(key, opId, append[0]?.seq ?? 0, append.length)
      for (const { seq, at, kind, version, payload } of append.map(toWritten))
        event.run(key, seq, at, opId, kind, version, payload)
    }
    return true
  }
}
