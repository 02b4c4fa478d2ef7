import type { Database } from './database.ts'
import { ApiKeyNotFoundError } from './errors.ts'
import { openListener } from './listener.ts'
import { hashApiKey, newApiKey, type NewApiKey } from './api-key.ts'
import { keySetting } from './schema.ts'
import type { Tenant } from './tenant.ts'

/** A key as a list shows it; the key itself is nowhere. */
export interface ApiKeyFacts {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** Tells of ids of keys that were revoked. */
const channel = 'lightspeed_revoked_keys'

/** For a transaction that sees the rows of no tenant. */
const nobody = '' as Tenant

/** Keys of all tenants in Postgres, by their hashes. */
export class PostgresApiKeys {
  constructor(private readonly database: Database) {}

  /** Makes a key, which cannot be shown again. */
  async create(tenant: Tenant, name: string): Promise<NewApiKey> {
    const made = newApiKey()
    await this.database.ask(
      tenant,
      `INSERT INTO api_keys (tenant, id, name, hash, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, id) DO NOTHING`,
      [tenant, made.id, name, hashApiKey(made.key), Date.now()],
    )
    return made
  }

  /** The oldest first. */
  async list(tenant: Tenant): Promise<readonly ApiKeyFacts[]> {
    return this.database.ask<ApiKeyFacts>(
      tenant,
      `SELECT id, name, created_at AS "createdAt", revoked_at AS "revokedAt" FROM api_keys
         WHERE tenant = $1 ORDER BY created_at, id`,
      [tenant],
    )
  }

  /** From now on the key opens nothing; once more changes nothing. @throws ApiKeyNotFoundError */
  async revoke(tenant: Tenant, id: string): Promise<void> {
    // Told in the same transaction: whoever looks it up when they hear of it finds it revoked.
    const revoked = await this.database.ask(
      tenant,
      `UPDATE api_keys SET revoked_at = coalesce(revoked_at, $3) WHERE tenant = $1 AND id = $2
         RETURNING pg_notify($4, id)`,
      [tenant, id, Date.now(), channel],
    )
    if (revoked.length === 0) throw new ApiKeyNotFoundError(id)
  }

  /** Tells of keys that are revoked from now on, by whichever process; `missed` when one may have been. Returns the stop. */
  watch({ revoked, missed }: { readonly revoked: (id: string) => void; readonly missed: () => void }): () => void {
    const listener = openListener(this.database, channel, { heard: revoked, connected: missed })
    return () => void listener.close()
  }

  /** Whose a key is; null for one that nobody has, or that was revoked. */
  async find(key: string): Promise<Tenant | null> {
    const hash = hashApiKey(key)
    const rows = await this.database.transact(nobody, async (query) => {
      await query('SELECT set_config($1, $2, true)', [keySetting, hash.toString('hex')])
      return query<{ tenant: Tenant }>('SELECT tenant FROM api_keys WHERE hash = $1 AND revoked_at IS NULL', [hash])
    })
    return rows[0]?.tenant ?? null
  }
}
