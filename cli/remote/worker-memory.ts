import { LRUCache } from 'lru-cache'
import type { Folded } from '../../core/host/load-state.ts'
import type { HostMemory } from '../../core/host/ports.ts'
import { stateSize } from '../../core/host/state-size.ts'
import type { Tenant } from '../../remote/postgres/tenant.ts'

/** What a worker keeps in mind of the sessions that it works on, of all tenants together. */
export interface WorkerMemory {
  of(tenant: Tenant): HostMemory
}

/** Of blobs before they are parsed, bytes; parsed they take about as much again. */
const parsedBytes = 96 * 1024 * 1024

/** Items in the windows of all states together; one takes about 300 bytes. */
const items = 200_000

/** Opens an empty memory; what was not used for longest is forgotten first. */
export function openWorkerMemory(): WorkerMemory {
  const states = new LRUCache<string, Folded>({ maxSize: items, sizeCalculation: stateSize })
  const parsed = new LRUCache<string, Parsed>({ maxSize: parsedBytes })
  return {
    of: (tenant) => ({
      states: {
        get: (session) => states.get(`${tenant}/${session}`),
        set: (session, folded) => states.set(`${tenant}/${session}`, folded),
      },
      parsed: {
        get: (ref) => parsed.get(`${tenant}/${ref}`)?.value,
        set: (ref, value, sizeBytes) => parsed.set(`${tenant}/${ref}`, { value }, { size: Math.max(1, sizeBytes) }),
      },
    }),
  }
}

interface Parsed {
  readonly value: unknown
}
