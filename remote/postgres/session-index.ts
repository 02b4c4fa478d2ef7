import type {
  NewSession,
  RestoredLog,
  SessionIndex,
  SessionInput,
  SessionSummary,
} from '../../core/ports/session-index.ts'
import { byOpId } from '../../core/store/by-op-id.ts'
import { isSaidAgain, toWritten, type WrittenEntry } from '../../core/store/is-said-again.ts'
import { toInput, toSummary, type InputRow, type SummaryRow } from '../../core/store/session-rows.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import { together, type Query } from './transaction.ts'
import { insertEntries } from './insert-entries.ts'
import { lockSession } from './lock-session.ts'
import { mostInputs, pageBytes } from './page-bytes.ts'
import type { Tenant } from './tenant.ts'

const columns = 'id, name, directory, model, title, created_at AS "createdAt", updated_at AS "updatedAt", head, origin'

/** The list of a tenant's sessions in Postgres. */
export class PostgresSessionIndex implements SessionIndex {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
    private readonly changes: Changes,
  ) {}

  async create(session: NewSession): Promise<boolean> {
    return this.#register(session, { entries: [], epoch: 0 })
  }

  async restore(session: NewSession, log: RestoredLog): Promise<boolean> {
    return this.#register(session, log)
  }

  async get(id: SessionId): Promise<SessionSummary | null> {
    const [row] = await this.#select<SummaryRow>(`SELECT ${columns} FROM sessions WHERE tenant = $1 AND id = $2`, [id])
    return row === undefined ? null : toSummary(row)
  }

  async list(
    filter: { readonly directory?: string; readonly limit?: number } = {},
  ): Promise<readonly SessionSummary[]> {
    const { directory = null, limit = null } = filter
    const rows = await this.#select<SummaryRow>(
      `SELECT ${columns} FROM (
         SELECT *, sum(size) OVER (ORDER BY updated_at DESC, number DESC) - size AS bytes_before FROM (
           SELECT *, octet_length(concat(name, directory, model, title, origin)) AS size
           FROM sessions WHERE tenant = $1 AND ($2::text IS NULL OR directory = $2)
           ORDER BY updated_at DESC, number DESC LIMIT $3) AS listed) AS page
       WHERE bytes_before < $4 ORDER BY updated_at DESC, number DESC`,
      [directory, limit, pageBytes],
    )
    return rows.map(toSummary)
  }

  async inputs(id: SessionId | null = null): Promise<readonly SessionInput[]> {
    const rows = await this.#select<InputRow>(
      `SELECT id, seq, kind, version, payload FROM (
         SELECT id, updated_at, number, seq, kind, version, payload,
           sum(octet_length(payload)) OVER (ORDER BY updated_at DESC, number DESC, seq) - octet_length(payload) AS bytes_before
         FROM sessions JOIN events ON events.tenant = sessions.tenant AND events.session = id
         WHERE sessions.tenant = $1 AND kind IN ('run.requested', 'run.steered') AND ($2::text IS NULL OR id = $2)) AS page
       WHERE bytes_before < $3 ORDER BY updated_at DESC, number DESC, seq LIMIT $4`,
      [id, pageBytes, mostInputs],
    )
    return rows.flatMap(toInput)
  }

  async rename(id: SessionId, name: string): Promise<void> {
    await this.database.transact(this.tenant, async (query) => {
      await together(
        lockSession(query, this.tenant, id),
        query('UPDATE sessions SET name = $3 WHERE tenant = $1 AND id = $2', [this.tenant, id, storable(name)]),
      )
    })
    this.changes.emit(this.tenant, id)
  }

  async remove(id: SessionId): Promise<void> {
    // Rows of other tables go with it, by their foreign keys.
    await this.#select('DELETE FROM sessions WHERE tenant = $1 AND id = $2', [id])
    this.changes.emit(this.tenant, id)
  }

  async #select<Row extends object = never>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.database.ask<Row>(this.tenant, text, [this.tenant, ...values])
  }

  async #register(session: NewSession, log: RestoredLog): Promise<boolean> {
    const told = asStored(session)
    const registered = await this.database.transact(this.tenant, async (query) => {
      if (await this.#insert(query, told, log)) return 'new'
      return (await this.#isThere(query, told, log)) ? 'known' : 'taken'
    })
    // Also when it was there: a commit that nobody heard of was not told, either.
    if (registered !== 'taken') this.changes.emit(this.tenant, session.id)
    return registered !== 'taken'
  }

  async #isThere(query: Query, session: NewSession, { entries }: RestoredLog): Promise<boolean> {
    const [facts] = await query<SummaryRow>(`SELECT ${columns} FROM sessions WHERE tenant = $1 AND id = $2`, [
      this.tenant,
      session.id,
    ])
    if (facts === undefined) return false
    const beginning = await query<WrittenEntry>(
      `SELECT seq, at, op_id AS "opId", kind, version, payload FROM events
       WHERE tenant = $1 AND session = $2 AND seq <= $3 ORDER BY seq`,
      [this.tenant, session.id, entries.length],
    )
    return isSaidAgain({ facts: toSummary(facts), beginning }, session, entries)
  }

  async #insert(query: Query, session: NewSession, { entries, epoch }: RestoredLog): Promise<boolean> {
    const { id, name, directory, model, title, createdAt, origin } = session
    const added = await query(
      `INSERT INTO sessions (tenant, id, name, directory, model, title, created_at, updated_at, head, origin, epoch)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, id) DO NOTHING RETURNING 1`,
      [
        this.tenant,
        id,
        name,
        directory,
        model,
        title,
        createdAt,
        entries.at(-1)?.at ?? createdAt,
        entries.length,
        origin === undefined ? null : JSON.stringify(origin),
        epoch,
      ],
    )
    if (added.length === 0) return false
    const ops = [...byOpId(entries)].map(([opId, append]) => {
      return { opId, firstSeq: append[0]?.seq ?? 0, events: append.length }
    })
    await insertEntries(query, this.tenant, id, entries.map(toWritten), ops)
    return true
  }
}

function asStored({ name, directory, model, title, ...facts }: NewSession): NewSession {
  return {
    ...facts,
    name: name === null ? null : storable(name),
    ...{ directory: storable(directory), model: storable(model), title: storable(title) },
  }
}

/** Postgres has no text with a NUL in it. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd')
}
