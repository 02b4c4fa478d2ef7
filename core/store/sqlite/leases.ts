import type { AcquireResult, LeaseHolder, LeaseOwner, Leases } from '../../ports/leases.ts'
import type { SessionId } from '../../values/ids.ts'
import { SessionNotFoundError } from '../errors.ts'
import { holderOf, leaseHolder, type StoredLease } from '../lease-holder.ts'
import type { Changes } from './changes.ts'
import type { Connection } from './connection.ts'

interface LeaseRow {
  readonly key: number
  readonly epoch: number
  readonly owner: string | null
  readonly until_ms: number
}

/** Leases in SQLite, one row a session. */
export class SqliteLeases implements Leases {
  constructor(
    private readonly connection: Connection,
    private readonly changes: Changes,
  ) {}

  async acquire(
    session: SessionId,
    owner: LeaseOwner,
    now: number,
    ttlMs: number,
    isGone: (owner: LeaseOwner) => boolean,
  ): Promise<AcquireResult> {
    const result = this.connection.write((): AcquireResult => {
      const lease = this.#lease(session)
      const holder = leaseHolder(lease, owner, now, isGone)
      if (holder !== null) return { status: 'held', owner: holder, untilMs: lease.untilMs }
      const taken = { epoch: lease.epoch + 1, untilMs: now + ttlMs }
      this.connection
        .sql<[number, string, number, number]>('UPDATE leases SET epoch = ?, owner = ?, until_ms = ? WHERE session = ?')
        .run(taken.epoch, JSON.stringify(owner), taken.untilMs, lease.key)
      return { status: 'acquired', lease: taken }
    })
    if (result.status === 'acquired') this.changes.emit(session)
    return result
  }

  async renew(session: SessionId, epoch: number, untilMs: number): Promise<boolean> {
    return this.connection.write(() => {
      const { changes } = this.connection
        .sql<[number, SessionId, number]>(
          `UPDATE leases SET until_ms = ?
           WHERE session = (SELECT key FROM sessions WHERE id = ?) AND epoch = ? AND owner IS NOT NULL`,
        )
        .run(untilMs, session, epoch)
      return changes > 0
    })
  }

  async release(session: SessionId, epoch: number): Promise<void> {
    const isReleased = this.connection.write(() => {
      const { changes } = this.connection
        .sql<[SessionId, number]>(
          `UPDATE leases SET owner = NULL, until_ms = 0
           WHERE session = (SELECT key FROM sessions WHERE id = ?) AND epoch = ? AND owner IS NOT NULL`,
        )
        .run(session, epoch)
      return changes > 0
    })
    if (isReleased) this.changes.emit(session)
  }

  async holder(session: SessionId): Promise<LeaseHolder | null> {
    const lease = this.connection.read(() => this.#find(session))
    return lease === null ? null : holderOf(lease)
  }

  #lease(session: SessionId): StoredLease & { readonly key: number } {
    const lease = this.#find(session)
    if (lease === null) throw new SessionNotFoundError(session)
    return lease
  }

  #find(session: SessionId): (StoredLease & { readonly key: number }) | null {
    const row = this.connection
      .sql<[SessionId], LeaseRow>(
        'SELECT key, epoch, owner, until_ms FROM sessions JOIN leases ON leases.session = sessions.key WHERE id = ?',
      )
      .get(session)
    if (row === undefined) return null
    const owner = row.owner === null ? null : (JSON.parse(row.owner) as LeaseOwner)
    return { key: row.key, epoch: row.epoch, owner, untilMs: row.until_ms }
  }
}
