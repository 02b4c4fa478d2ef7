import type { AcquireResult, LeaseHolder, LeaseOwner, Leases } from '../../ports/leases.ts'
import type { SessionId } from '../../values/ids.ts'
import type { ChangeEmitter } from '../change-emitter.ts'
import { holderOf, leaseHolder } from '../lease-holder.ts'
import { existing, type SessionRecord, type SessionRecords } from './session-record.ts'

/** Leases among the hosts of one process. */
export class MemoryLeases implements Leases {
  constructor(
    private readonly records: SessionRecords,
    private readonly changes: ChangeEmitter,
  ) {}

  async acquire(
    session: SessionId,
    owner: LeaseOwner,
    now: number,
    ttlMs: number,
    isGone: (owner: LeaseOwner) => boolean,
  ): Promise<AcquireResult> {
    const record = existing(this.records, session)
    const holder = leaseHolder(record.lease, owner, now, isGone)
    if (holder !== null) return { status: 'held', owner: holder, untilMs: record.lease.untilMs }
    const lease = { epoch: record.lease.epoch + 1, untilMs: now + ttlMs }
    record.lease = { ...lease, owner }
    this.changes.emit(session)
    return { status: 'acquired', lease }
  }

  async renew(session: SessionId, epoch: number, untilMs: number): Promise<boolean> {
    const record = this.#held(session, epoch)
    if (record === null) return false
    record.lease = { ...record.lease, untilMs }
    return true
  }

  async release(session: SessionId, epoch: number): Promise<void> {
    const record = this.#held(session, epoch)
    if (record === null) return
    record.lease = { epoch, owner: null, untilMs: 0 }
    this.changes.emit(session)
  }

  async holder(session: SessionId): Promise<LeaseHolder | null> {
    const record = this.records.get(session)
    return record === undefined ? null : holderOf(record.lease)
  }

  #held(session: SessionId, epoch: number): SessionRecord | null {
    const record = this.records.get(session)
    return record?.lease.epoch === epoch && record.lease.owner !== null ? record : null
  }
}
