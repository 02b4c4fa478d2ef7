import { decodeEvent, encodeEvent } from '../../core/log/codec.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { AppendRequest, AppendResult, EventLog } from '../../core/ports/event-log.ts'
import { checkStaged } from '../../core/store/check-staged.ts'
import { SessionNotFoundError } from '../../core/store/errors.ts'
import type { OpId, SessionId } from '../../core/values/ids.ts'
import type { PostgresBlobs } from './blobs.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import { together, type Query } from './transaction.ts'
import { insertEntries } from './insert-entries.ts'
import { lockSession } from './lock-session.ts'
import type { Tenant } from './tenant.ts'

interface EventRow {
  readonly seq: number
  readonly at: number
  readonly op_id: OpId
  readonly kind: string
  readonly version: number
  readonly payload: string
}

/** Where a session stands, and what its log has of one op. */
interface StandRow {
  readonly head: number
  readonly epoch: number
  readonly first_seq: number | null
  readonly events: number | null
}

/** The log in Postgres: an append is one transaction, which holds the row of its session. */
export class PostgresEventLog implements EventLog {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
    private readonly blobs: PostgresBlobs,
    private readonly changes: Changes,
  ) {}

  async append(request: AppendRequest): Promise<AppendResult> {
    checkStaged(request.blobs)
    await this.blobs.storeLarge(request.blobs)
    const result = await this.database.transact(this.tenant, (query) => this.#append(query, request))
    if (result.status === 'ok') this.changes.emit(this.tenant, request.session)
    return result
  }

  async read(session: SessionId, after: number, limit?: number, mostBytes?: number): Promise<readonly StoredEntry[]> {
    return this.#read(this.database.apart(this.tenant), session, after, limit ?? null, mostBytes)
  }

  async head(session: SessionId): Promise<number> {
    const [row] = await this.database.ask<{ head: number }>(
      this.tenant,
      'SELECT head FROM sessions WHERE tenant = $1 AND id = $2',
      [this.tenant, session],
    )
    return row?.head ?? 0
  }

  watch(session: SessionId, changed: () => void): () => void {
    return this.changes.watch(this.tenant, session, changed)
  }

  async #append(query: Query, request: AppendRequest): Promise<AppendResult> {
    const { session, opId, expect, epoch } = request
    // Locked first and read then: a statement sees what was committed when it began, not when it got the lock.
    const [, [now]] = await together(
      lockSession(query, this.tenant, session),
      query<StandRow>(
        `SELECT head, epoch, first_seq, events FROM sessions
         LEFT JOIN ops ON ops.tenant = sessions.tenant AND ops.session = id AND op_id = $3
         WHERE sessions.tenant = $1 AND id = $2`,
        [this.tenant, session, opId],
      ),
    )
    if (now === undefined) throw new SessionNotFoundError(session)
    if (now.epoch !== epoch) return { status: 'fenced', epoch: now.epoch }
    if (now.first_seq !== null)
      return { status: 'duplicate', entries: await this.#read(query, session, now.first_seq - 1, now.events) }
    if (expect !== null && expect !== now.head)
      return { status: 'conflict', tail: await this.#read(query, session, expect, null) }
    return { status: 'ok', head: await this.#insert(query, now.head, request) }
  }

  async #insert(query: Query, head: number, request: AppendRequest): Promise<number> {
    const { session, opId, at, events } = request
    const rows = events.map((event, index) => ({ seq: head + 1 + index, at, opId, ...encodeEvent(event) }))
    const newHead = head + events.length
    await together(
      this.blobs.insertSmall(query, request.blobs),
      insertEntries(query, this.tenant, session, rows, [{ opId, firstSeq: head + 1, events: events.length }]),
      query('UPDATE sessions SET head = $3, updated_at = $4 WHERE tenant = $1 AND id = $2', [
        this.tenant,
        session,
        newHead,
        at,
      ]),
    )
    return newHead
  }

  async #read(
    query: Query,
    session: SessionId,
    after: number,
    limit: number | null,
    mostBytes: number | null = null,
  ): Promise<readonly StoredEntry[]> {
    // Sizes of rows are known to Postgres without reading what is large of them.
    const page =
      mostBytes === null
        ? 'events'
        : `(SELECT *, sum(octet_length(payload)) OVER (ORDER BY seq) - octet_length(payload) AS bytes_before FROM events
            WHERE tenant = $1 AND session = $2 AND seq > $3 ORDER BY seq LIMIT $4) AS page`
    const rows = await query<EventRow>(
      `SELECT seq, at, op_id, kind, version, payload FROM ${page}
       WHERE tenant = $1 AND session = $2 AND seq > $3 ${mostBytes === null ? '' : 'AND bytes_before < $5'}
       ORDER BY seq LIMIT $4`,
      [this.tenant, session, after, limit, ...(mostBytes === null ? [] : [mostBytes])],
    )
    return rows.map((row) => ({ seq: row.seq, at: row.at, opId: row.op_id, event: decodeEvent(row) }))
  }
}
