import { join } from 'node:path'
import type { Deltas } from '../../core/ports/deltas.ts'
import {
  driveStretch,
  systemClock,
  thisProcess,
  watchReturns,
  type Acquired,
  type Unrecorded,
} from '../../core/host/index.ts'
import type { HostPorts } from '../../core/host/ports.ts'
import type { ConfiguredProvider } from '../../core/models/providers-config.ts'
import type { Store } from '../../core/ports/store.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import type { Tenant } from '../../remote/postgres/tenant.ts'
import { tenant } from '../../remote/postgres/tenant.ts'
import type { ModelKeys } from '../../remote/secrets/model-keys.ts'
import { openTenantModels } from '../../remote/secrets/tenant-models.ts'
import type { Stretch } from '../../remote/temporal/activities.ts'
import type { SessionAddress } from '../../remote/temporal/messages.ts'
import { openWorkerMemory, type WorkerMemory } from './worker-memory.ts'
import { openWorkshop, type Workshop, type WorkshopOptions } from '../work/workshop.ts'

/** What a worker works on sessions with. */
export interface StretchParts extends WorkshopOptions {
  readonly storeOf: (tenant: Tenant) => Store
  readonly deltasOf: (tenant: Tenant) => Deltas
  readonly keysOf: (tenant: Tenant) => Pick<ModelKeys, 'get'>
  readonly providers: readonly ConfiguredProvider[]
  /** Hears why a session cannot go on, each time that it tries, and null when it does. */
  readonly hindered: (address: SessionAddress, hindrance: Error | null) => void
  /** Hears what this worker had of a session when it had to leave it. */
  readonly lost: (address: SessionAddress, unrecorded: Unrecorded) => void
}

/** Ways to work on the sessions of tenants. */
export interface Stretches {
  of(tenant: string): Stretch
  /** Tells of every session under way what is lost of it: this process ends now. */
  abandon(): void
  close(): Promise<void>
}

/** One tenant's, as this process works on them. */
interface Opened {
  readonly ports: HostPorts
  readonly workshop: Workshop
  readonly acquired: Acquired
}

/** Opens what works on sessions; each tenant has its own keys, store and sandboxes. */
export function openStretches(parts: StretchParts): Stretches {
  const opened = new Map<Tenant, Opened>()
  const underWay = new Set<() => void>()
  const memory = openWorkerMemory()
  const openOf = (name: Tenant): Opened => {
    const known = opened.get(name) ?? openTenant(name, parts, memory)
    opened.set(name, known)
    return known
  }
  return {
    of: (name) => {
      const { ports, workshop, acquired } = openOf(tenant(name))
      return async (session, signal, soon) => {
        const address = { tenant: name, session }
        const stalled = (hindrance: Error | null): void => parts.hindered(address, hindrance)
        let unrecorded: (() => Unrecorded) | null = null
        const tell = (): void => {
          if (unrecorded !== null) parts.lost(address, unrecorded())
        }
        underWay.add(tell)
        const watched = (look: () => Unrecorded): void => void (unrecorded = look)
        const end = await driveStretch(session, ports, signal, soon, acquired, { stalled, watched }).finally(() => {
          underWay.delete(tell)
          tell()
        })
        const isAtRest = end.type === 'idle'
        // Thousands rest for months: none of them keeps a shell waiting.
        if (isAtRest) await workshop.returned(session)
        return { next: isAtRest ? 'rest' : 'more' }
      }
    },
    abandon: () => underWay.forEach((tell) => tell()),
    close: async () => {
      await Promise.all([...opened.values()].map(({ workshop }) => workshop.close()))
    },
  }
}

function openTenant(name: Tenant, parts: StretchParts, memory: WorkerMemory): Opened {
  const store = parts.storeOf(name)
  // Two tenants may have a session of the same id.
  const workshop = openWorkshop(store, {
    ...parts,
    isForOthers: true,
    stateDirectory: join(parts.stateDirectory, 'tenants', name),
  })
  const models = openTenantModels(parts.providers, parts.keysOf(name), name, process.env)
  const { toolset, shell, returned } = workshop
  const ports = {
    ...{ store, models, toolset, shell, deltas: parts.deltasOf(name), owner: thisProcess() },
    ...{ clock: systemClock, hash: hashBlob, memory: memory.of(name) },
  }
  return { ports, workshop, acquired: watchReturns(returned) }
}
