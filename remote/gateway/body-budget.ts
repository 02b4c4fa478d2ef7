import type { Tenant } from '../postgres/tenant.ts'
import { BusyError } from './refusals.ts'

/** Bytes of bodies that a gateway has in memory, or is about to. */
export interface BodyBudget {
  /** Sets bytes aside until the returned function is called. @throws BusyError where there is no room for them */
  take(tenant: Tenant, sizeBytes: number): () => void
}

/** Opens a budget. No tenant takes more than half of it: one that sends slowly keeps no other from sending. */
export function openBodyBudget(mostBytes: number): BodyBudget {
  const taken = new Map<Tenant, number>()
  let all = 0
  const add = (tenant: Tenant, sizeBytes: number): void => {
    all += sizeBytes
    const now = (taken.get(tenant) ?? 0) + sizeBytes
    if (now === 0) taken.delete(tenant)
    else taken.set(tenant, now)
  }
  return {
    take: (tenant, sizeBytes) => {
      const own = (taken.get(tenant) ?? 0) + sizeBytes
      if (own > mostBytes / 2 || all + sizeBytes > mostBytes) throw new BusyError()
      add(tenant, sizeBytes)
      let isOver = false
      return () => {
        if (!isOver) add(tenant, -sizeBytes)
        isOver = true
      }
    },
  }
}
