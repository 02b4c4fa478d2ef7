import { decodeEvent, encodeEvent } from '../../log/codec.ts'
import type { StoredEntry } from '../../log/entry.ts'
import type { AppendRequest, AppendResult, EventLog } from '../../ports/event-log.ts'
import type { OpId, SessionId } from '../../values/ids.ts'
import { checkStaged } from '../check-staged.ts'
import { untilBytes } from '../until-bytes.ts'
import { SessionNotFoundError } from '../errors.ts'
import type { SqliteBlobs } from './blobs.ts'
import type { Changes } from './changes.ts'
import type { Connection } from './connection.ts'

interface EventRow {
  readonly seq: number
  readonly at: number
  readonly op_id: OpId
  readonly kind: string
  readonly version: number
  readonly payload: string
}

/** The log in SQLite: an append is one transaction, synced before it is acknowledged. */
export class SqliteEventLog implements EventLog {
  constructor(
    private readonly connection: Connection,
    private readonly blobs: SqliteBlobs,
    private readonly changes: Changes,
  ) {}

  async append(request: AppendRequest): Promise<AppendResult> {
    checkStaged(request.blobs)
    await this.blobs.storeLarge(request.blobs)
    const result = this.connection.write(() => this.#append(request))
    if (result.status === 'ok') this.changes.emit(request.session)
    return result
  }

  async read(session: SessionId, after: number, limit = -1, mostBytes?: number): Promise<readonly StoredEntry[]> {
    return untilBytes(
      this.connection.read(() => this.#read(session, after, limit)),
      mostBytes,
    )
  }

  async head(session: SessionId): Promise<number> {
    const row = this.connection.read(() =>
      this.connection.sql<[SessionId], { head: number }>('SELECT head FROM sessions WHERE id = ?').get(session),
    )
    return row?.head ?? 0
  }

  watch(session: SessionId, changed: () => void): () => void {
    return this.changes.watch(session, changed)
  }

  #append(request: AppendRequest): AppendResult {
    const { session, opId, expect } = request
    const now = this.connection
      .sql<[SessionId], { key: number; head: number; epoch: number }>(
        'SELECT key, head, epoch FROM sessions JOIN leases ON leases.session = sessions.key WHERE id = ?',
      )
      .get(session)
    if (now === undefined) throw new SessionNotFoundError(session)
    if (now.epoch !== request.epoch) return { status: 'fenced', epoch: now.epoch }
    const recorded = this.connection
      .sql<[number, OpId], { first_seq: number; events: number }>(
        'SELECT first_seq, events FROM ops WHERE session = ? AND op_id = ?',
      )
      .get(now.key, opId)
    if (recorded !== undefined)
      return { status: 'duplicate', entries: this.#read(session, recorded.first_seq - 1, recorded.events) }
    if (expect !== null && expect !== now.head) return { status: 'conflict', tail: this.#read(session, expect, -1) }
    return { status: 'ok', head: this.#insert(now.key, now.head, request) }
  }

  #insert(key: number, head: number, request: AppendRequest): number {
    const { opId, at, events } = request
    this.blobs.insertSmall(request.blobs)
    const insert = this.connection.sql<[number, number, number, OpId, string, number, string]>(
      'INSERT INTO events (session, seq, at, op_id, kind, version, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    for (const [index, event] of events.entries()) {
      const { kind, version, payload } = encodeEvent(event)
      insert.run(key, head + 1 + index, at, opId, kind, version, payload)
    }
    const newHead = head + events.length
    this.connection
      .sql<[number, OpId, number, number]>('INSERT INTO ops (session, op_id, first_seq, events) VALUES (?, ?, ?, ?)')
      .run(key, opId, head + 1, events.length)
    this.connection
      .sql<[number, number, number]>('UPDATE sessions SET head = ?, updated_at = ? WHERE key = ?')
      .run(newHead, at, key)
    return newHead
  }

  #read(session: SessionId, after: number, limit: number): StoredEntry[] {
    return this.connection
      .sql<[SessionId, number, number], EventRow>(
        `SELECT seq, at, op_id, kind, version, payload FROM events
         WHERE session = (SELECT key FROM sessions WHERE id = ?) AND seq > ? ORDER BY seq LIMIT ?`,
      )
      .all(session, after, limit)
      .map((row) => ({ seq: row.seq, at: row.at, opId: row.op_id, event: decodeEvent(row) }))
  }
}
