import { LRUCache } from 'lru-cache'
import type { Folded } from '../../core/host/load-state.ts'
import type { HostMemory } from '../../core/host/ports.ts'
import { stateSize } from '../../core/host/state-size.ts'
import { wantsDriver } from '../../core/host/unfinished.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Tenant } from '../postgres/tenant.ts'
import type { GatewayOptions } from './gateway-options.ts'

/** Items in the windows of all that is kept in mind, about 15 MB; what was not asked for longest is forgotten first. */
const items = 50_000

/** Looks whether a session that somebody attaches to has to be woken. */
export type WakeOnAttach = (tenant: Tenant, session: SessionId, request: string) => Promise<void>

/**
 * Wakes sessions that want work done and that nobody drives: a gateway may have died between storing a command and telling of
 * it, or Temporal may have lost what it was told. Many may attach at once, and again and again, to one that is under way: it
 * is looked at once for all who come meanwhile, and folded from where it was the last time.
 */
export function openWakeOnAttach(
  options: Pick<GatewayOptions, 'storeOf' | 'wake' | 'failed'>,
  mostItems = items,
): WakeOnAttach {
  const kept = new LRUCache<string, Folded>({ maxSize: mostItems, sizeCalculation: stateSize })
  const looking = new Map<string, Promise<void>>()
  const statesOf = (tenant: Tenant): HostMemory['states'] => ({
    get: (session) => kept.get(`${tenant}/${session}`),
    set: (session, folded) => kept.set(`${tenant}/${session}`, folded),
  })
  const look = async (tenant: Tenant, session: SessionId): Promise<void> => {
    const store = options.storeOf(tenant)
    const holder = await store.leases.holder(session)
    const isHeld = holder !== null && holder.untilMs > Date.now()
    if (!isHeld && (await wantsDriver(store, session, statesOf(tenant)))) await options.wake(tenant, session)
  }
  return (tenant, session, request) => {
    const name = `${tenant}/${session}`
    const going =
      looking.get(name) ??
      look(tenant, session)
        .catch((error: unknown) => options.failed?.(error, request))
        .finally(() => looking.delete(name))
    looking.set(name, going)
    return going
  }
}
