import type { AcquireResult, LeaseHolder, LeaseOwner, Leases } from '../../core/ports/leases.ts'
import { holderOf, leaseHolder, type StoredLease } from '../../core/store/lease-holder.ts'
import { SessionNotFoundError } from '../../core/store/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import { together, type Query } from './transaction.ts'
import { lockSession } from './lock-session.ts'
import type { Tenant } from './tenant.ts'

interface LeaseRow {
  readonly epoch: number
  readonly owner: string | null
  readonly until_ms: number
}

/** Leases in Postgres, in the row of their session. */
export class PostgresLeases implements Leases {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
    private readonly changes: Changes,
  ) {}

  async acquire(
    session: SessionId,
    owner: LeaseOwner,
    now: number,
    ttlMs: number,
    isGone: (owner: LeaseOwner) => boolean,
  ): Promise<AcquireResult> {
    const result = await this.database.transact(this.tenant, async (query): Promise<AcquireResult> => {
      const [, lease] = await together(lockSession(query, this.tenant, session), this.#find(query, session))
      if (lease === null) throw new SessionNotFoundError(session)
      const holder = leaseHolder(lease, owner, now, isGone)
      if (holder !== null) return { status: 'held', owner: holder, untilMs: lease.untilMs }
      const taken = { epoch: lease.epoch + 1, untilMs: now + ttlMs }
      await query('UPDATE sessions SET epoch = $3, owner = $4, until_ms = $5 WHERE tenant = $1 AND id = $2', [
        this.tenant,
        session,
        taken.epoch,
        JSON.stringify(owner),
        taken.untilMs,
      ])
      return { status: 'acquired', lease: taken }
    })
    if (result.status === 'acquired') this.changes.emit(this.tenant, session)
    return result
  }

  async renew(session: SessionId, epoch: number, untilMs: number): Promise<boolean> {
    return this.#change(session, epoch, 'until_ms = $4', [untilMs])
  }

  async release(session: SessionId, epoch: number): Promise<void> {
    if (await this.#change(session, epoch, 'owner = NULL, until_ms = 0', [])) this.changes.emit(this.tenant, session)
  }

  async holder(session: SessionId): Promise<LeaseHolder | null> {
    const lease = await this.#find(this.database.apart(this.tenant), session)
    return lease === null ? null : holderOf(lease)
  }

  /** Says whether the lease of this epoch is still held. */
  async #change(session: SessionId, epoch: number, set: string, values: readonly unknown[]): Promise<boolean> {
    const changed = await this.database.ask(
      this.tenant,
      `UPDATE sessions SET ${set} WHERE tenant = $1 AND id = $2 AND epoch = $3 AND owner IS NOT NULL RETURNING 1`,
      [this.tenant, session, epoch, ...values],
    )
    return changed.length > 0
  }

  async #find(query: Query, session: SessionId): Promise<StoredLease | null> {
    const [row] = await query<LeaseRow>('SELECT epoch, owner, until_ms FROM sessions WHERE tenant = $1 AND id = $2', [
      this.tenant,
      session,
    ])
    if (row === undefined) return null
    const owner = row.owner === null ? null : (JSON.parse(row.owner) as LeaseOwner)
    return { epoch: row.epoch, owner, untilMs: row.until_ms }
  }
}
