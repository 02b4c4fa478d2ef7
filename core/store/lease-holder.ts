import { isSameOwner, type LeaseHolder, type LeaseOwner } from '../ports/leases.ts'

/** A lease as stored; `owner` is null when nobody holds it. */
export interface StoredLease {
  readonly epoch: number
  readonly owner: LeaseOwner | null
  readonly untilMs: number
}

/** Who keeps `asking` from the lease, or null when it may be taken. */
export function leaseHolder(
  lease: StoredLease,
  asking: LeaseOwner,
  now: number,
  isGone: (owner: LeaseOwner) => boolean,
): LeaseOwner | null {
  const { owner, untilMs } = lease
  if (owner === null || untilMs <= now || isSameOwner(owner, asking) || isGone(owner)) return null
  return owner
}

/** The recorded holder of a lease, if it was not released. */
export function holderOf({ owner, epoch, untilMs }: StoredLease): LeaseHolder | null {
  return owner === null ? null : { owner, epoch, untilMs }
}
