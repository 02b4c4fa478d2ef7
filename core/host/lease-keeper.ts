import type { Clock } from '../ports/clock.ts'
import type { AcquireResult, LeaseOwner, Leases } from '../ports/leases.ts'
import type { SessionId } from '../values/ids.ts'
import { isGone as isGoneHere } from './owner.ts'

/** How long a lease outlives its last renewal, ms. */
const ttlMs = 15_000

/** Asks for the right to drive. */
export function acquireLease(
  leases: Leases,
  session: SessionId,
  owner: LeaseOwner,
  clock: Clock,
  isGone: (owner: LeaseOwner) => boolean = isGoneHere,
): Promise<AcquireResult> {
  return leases.acquire(session, owner, clock.now(), ttlMs, isGone)
}

/** Renews a lease until `stop`; calls `lost` once when another process has taken it. */
export function keepLease(
  leases: Leases,
  session: SessionId,
  epoch: number,
  clock: Clock,
  lost: () => void,
): { stop(): Promise<void> } {
  const renew = async () => {
    if (!(await leases.renew(session, epoch, clock.now() + ttlMs))) lost()
  }
  // A failed renewal is no loss yet: the next append finds out.
  const timer = setInterval(() => void renew().catch(() => undefined), ttlMs / 3)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await leases.release(session, epoch)
    },
  }
}
