import type { Database } from '../postgres/database.ts'
import type { Tenant } from '../postgres/tenant.ts'
import { SealedKeyError } from './errors.ts'
import { seal, unseal } from './seal.ts'

/** A tenant's keys of model providers. Sealed at rest; opened when a request is about to be sent. */
export interface ModelKeys {
  put(provider: string, key: string): Promise<void>
  /** Null for a provider without one. @throws SealedKeyError */
  get(provider: string): Promise<string | null>
  remove(provider: string): Promise<void>
  /** Providers that have one. */
  list(): Promise<readonly string[]>
}

/** Keeps the keys of a tenant in Postgres. `masterKey` is asked for when one is sealed or opened. */
export function openModelKeys(database: Database, tenant: Tenant, masterKey: () => Promise<Uint8Array>): ModelKeys {
  const contextOf = (provider: string) => `model-key ${tenant} ${provider}`
  const select = <Row extends object = never>(text: string, values: readonly unknown[] = []) =>
    database.ask<Row>(tenant, text, [tenant, ...values])
  return {
    put: async (provider, key) => {
      await select(
        `INSERT INTO model_keys (tenant, provider, sealed) VALUES ($1, $2, $3)
         ON CONFLICT (tenant, provider) DO UPDATE SET sealed = excluded.sealed`,
        [provider, seal(key, await masterKey(), contextOf(provider))],
      )
    },
    get: async (provider) => {
      const [row] = await select<{ sealed: Buffer }>(
        'SELECT sealed FROM model_keys WHERE tenant = $1 AND provider = $2',
        [provider],
      )
      if (row === undefined) return null
      const key = unseal(row.sealed, await masterKey(), contextOf(provider))
      if (key === null) throw new SealedKeyError(provider)
      return key
    },
    remove: async (provider) => {
      await select('DELETE FROM model_keys WHERE tenant = $1 AND provider = $2', [provider])
    },
    list: () => listModelKeys(database, tenant),
  }
}

/** Providers that a tenant has a key of; no master key is needed to know. */
export async function listModelKeys(database: Database, tenant: Tenant): Promise<readonly string[]> {
  const rows = await database.ask<{ provider: string }>(
    tenant,
    'SELECT provider FROM model_keys WHERE tenant = $1 ORDER BY provider',
    [tenant],
  )
  return rows.map(({ provider }) => provider)
}
