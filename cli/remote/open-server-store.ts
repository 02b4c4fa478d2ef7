import { FileCas } from '../../core/store/file-cas/file-cas.ts'
import type { Store } from '../../core/ports/store.ts'
import type { LargeBlobs } from '../../remote/postgres/blobs.ts'
import { openPostgres, type Postgres } from '../../remote/postgres/open-postgres.ts'
import type { Tenant } from '../../remote/postgres/tenant.ts'
import { openS3 } from '../../remote/s3/open-s3.ts'
import { join } from 'node:path'
import type { StorePlace } from './server-flags.ts'

/** What the roles of a server share. */
export interface ServerStore {
  readonly postgres: Postgres
  /** One for each tenant, while the process lives. */
  storeOf(tenant: Tenant): Store
  close(): Promise<void>
}

/** Opens the store of all tenants; `migrates` brings its schema up to date. */
export async function openServerStore({ postgresUrl, blobs }: StorePlace, migrates: boolean): Promise<ServerStore> {
  const postgres = await openPostgres({ url: postgresUrl, migrates, connections: 20 })
  const large = openLargeBlobs(blobs)
  const stores = new Map<Tenant, Store>()
  return {
    postgres,
    storeOf: (tenant) => {
      const store = stores.get(tenant) ?? postgres.store(tenant, large.of(tenant))
      stores.set(tenant, store)
      return store
    },
    close: async () => {
      large.close()
      await postgres.close()
    },
  }
}

function openLargeBlobs(place: StorePlace['blobs']): { of(tenant: Tenant): LargeBlobs; close(): void } {
  if (place.type === 'files')
    return { of: (tenant) => inFiles(new FileCas(join(place.directory, tenant))), close: () => undefined }
  const { bucket, endpoint } = place
  const s3 = openS3({ bucket, ...(endpoint !== null && { endpoint }) })
  return { of: (tenant) => s3.blobs(tenant), close: () => s3.close() }
}

function inFiles(cas: FileCas): LargeBlobs {
  return {
    put: (blobs) => cas.put(blobs),
    get: async (ref) => cas.get(ref),
    has: async (refs) => new Set(refs.filter((ref) => cas.has(ref))),
  }
}
