import { hashApiKey } from '../postgres/api-key.ts'
import type { Tenant } from '../postgres/tenant.ts'
import { readKey, type Keys } from './keys.ts'

/** A key that was found counts for this long without being looked up, ms, unless it is told that it was revoked. */
export const keyLifeMs = 5_000

/** Keys that are remembered; the oldest goes first. */
const mostKeys = 10_000

/** The keys that a gateway was shown lately. A wrong one is not remembered: it may be made the next moment. */
export interface KeyRing {
  /** The tenant of an `Authorization` header; null where it names none. */
  tenantOf(authorization: string | undefined): Promise<Tenant | null>
  /** The same, looked up anew. */
  look(authorization: string | undefined): Promise<Tenant | null>
  /** Calls back when the key of a header is revoked; returns the stop. */
  whenRevoked(authorization: string | undefined, revoked: () => void): () => void
  close(): void
}

interface Known {
  readonly id: string
  readonly tenant: Promise<Tenant | null>
  readonly untilMs: number
}

/** Opens an empty ring. */
export function openKeyRing(keys: Keys, now: () => number = () => performance.now()): KeyRing {
  const known = new Map<string, Known>()
  const waiting = new Map<string, Set<() => void>>()
  const stop = keys.watch?.({
    revoked: (id) => {
      // One that is being looked up goes, too: it may have been read before it was revoked.
      for (const [hash, entry] of known) if (entry.id === id) known.delete(hash)
      for (const revoked of [...(waiting.get(id) ?? [])]) revoked()
    },
    missed: () => known.clear(),
  })
  return {
    tenantOf: async (authorization) => {
      const given = readKey(authorization)
      if (given === null) return null
      const hash = hashApiKey(given.key).toString('base64')
      const found = known.get(hash)
      if (found !== undefined && now() < found.untilMs) return found.tenant
      const entry = { id: given.id, tenant: keys.find(given.key), untilMs: now() + keyLifeMs }
      known.delete(hash)
      known.set(hash, entry)
      const [oldest] = known.keys()
      if (known.size > mostKeys && oldest !== undefined) known.delete(oldest)
      const forget = (): void => {
        if (known.get(hash) === entry) known.delete(hash)
      }
      entry.tenant.then((tenant) => tenant === null && forget(), forget)
      return entry.tenant
    },
    look: async (authorization) => {
      const given = readKey(authorization)
      return given === null ? null : keys.find(given.key)
    },
    whenRevoked: (authorization, revoked) => {
      const id = readKey(authorization)?.id ?? ''
      const those = waiting.get(id) ?? new Set()
      waiting.set(id, those.add(revoked))
      return () => {
        those.delete(revoked)
        if (those.size === 0 && waiting.get(id) === those) waiting.delete(id)
      }
    },
    close: () => stop?.(),
  }
}
