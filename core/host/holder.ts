import type { Leases } from '../ports/leases.ts'
import type { SessionId } from '../values/ids.ts'
import type { Holder } from './host.ts'
import { isGone } from './owner.ts'

/** Who holds a session's lease, and whether that still counts. */
export async function findHolder(
  leases: Pick<Leases, 'holder'>,
  session: SessionId,
  now: number,
): Promise<Holder | null> {
  const holder = await leases.holder(session)
  return holder === null ? null : { ...holder, isLiving: holder.untilMs > now && !isGone(holder.owner) }
}
