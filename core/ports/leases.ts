import type { SessionId } from '../values/ids.ts'

/** Who drives a session: enough to tell whether that process still lives. */
export interface LeaseOwner {
  readonly host: string
  readonly pid: number
  /** Start of the process in the kernel's own unit, so that a reused pid is not mistaken for it. */
  readonly startedAt: string
}

/** Whether two are one process. */
export function isSameOwner(one: LeaseOwner, other: LeaseOwner): boolean {
  return one.host === other.host && one.pid === other.pid && one.startedAt === other.startedAt
}

/** The right to append, until `untilMs`. */
export interface Lease {
  readonly epoch: number
  readonly untilMs: number
}

export type AcquireResult =
  | { readonly status: 'acquired'; readonly lease: Lease }
  | { readonly status: 'held'; readonly owner: LeaseOwner; readonly untilMs: number }

/** A lease as it was last recorded: its holder may have died, its time may be over. */
export interface LeaseHolder extends Lease {
  readonly owner: LeaseOwner
}

/** One writer per session. Every acquisition raises the epoch and so fences the writer before. */
export interface Leases {
  /** `isGone` is asked about an unexpired holder: a dead one is replaced at once. */
  acquire(
    session: SessionId,
    owner: LeaseOwner,
    now: number,
    ttlMs: number,
    isGone: (owner: LeaseOwner) => boolean,
  ): Promise<AcquireResult>
  /** False when the lease was lost. */
  renew(session: SessionId, epoch: number, untilMs: number): Promise<boolean>
  release(session: SessionId, epoch: number): Promise<void>
  /** Who took the lease last and has not released it, dead or expired or not; null for nobody, or no session. */
  holder(session: SessionId): Promise<LeaseHolder | null>
}
