import { FileCas } from '../../core/store/file-cas/file-cas.ts'
import type { Store } from '../../core/ports/store.ts'
import type { LargeBlobs } from '../../remote/postgres/blobs.ts'
import { openPostgres, type Postgres } from '../../remote/postgres/open-postgres.ts'
import type { Tenant } from '../../remote/postgres/tenant.ts'
import { findRegion } from '../../remote/s3/find-region.ts'
import { openS3 } from '../../remote/s3/open-s3.ts'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorMessage, isPassing } from '../../core/values/errors.ts'
import { FailedError, UsageError } from '../errors.ts'
import { roleNote } from './role-note.ts'
import type { StorePlace } from './server-flags.ts'

/** What the roles of a server share. */
export interface ServerStore {
  readonly postgres: Postgres
  /** One for each tenant, while the process lives. */
  storeOf(tenant: Tenant): Store
  /** Whether large blobs can be written. @throws S3RefusedError, FailedError; a store that is away may come back */
  checkBlobs(): Promise<void>
  close(): Promise<void>
}

/** Opens the store of all tenants; `migrates` brings its schema up to date. */
export async function openServerStore({ postgresUrl, blobs }: StorePlace, migrates: boolean): Promise<ServerStore> {
  const large = await openLargeBlobs(blobs)
  const postgres = await openPostgres({ url: postgresUrl, migrates, connections: 20 })
  const stores = new Map<Tenant, Store>()
  return {
    postgres,
    storeOf: (tenant) => {
      const store = stores.get(tenant) ?? postgres.store(tenant, large.of(tenant))
      stores.set(tenant, store)
      return store
    },
    checkBlobs: () => large.check(),
    close: async () => {
      large.close()
      await postgres.close()
    },
  }
}

interface LargeBlobsOfAll {
  of(tenant: Tenant): LargeBlobs
  check(): Promise<void>
  close(): void
}

/** @throws UsageError where nobody says the region */
async function openLargeBlobs(place: StorePlace['blobs']): Promise<LargeBlobsOfAll> {
  if (place.type === 'files')
    return {
      of: (tenant) => inFiles(new FileCas(join(place.directory, tenant))),
      check: () => checkDirectory(place.directory),
      close: () => undefined,
    }
  const { bucket, endpoint } = place
  const region = await findRegion(place.region, endpoint)
  if (region === null)
    throw new UsageError(`in which region is bucket ${bucket}? give --s3-region NAME or set LIGHTSPEED_S3_REGION`)
  const s3 = openS3({ bucket, region, ...(endpoint !== null && { endpoint }) })
  const check = () =>
    s3.check().catch((error: unknown) => {
      if (!isPassing(error)) throw error
      roleNote(`warning: ${errorMessage(error)}`)
    })
  return { of: (tenant) => s3.blobs(tenant), check, close: () => s3.close() }
}

async function checkDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
    await rm(await mkdtemp(join(directory, '.probe-')), { recursive: true })
  } catch (error) {
    throw new FailedError('blobs-directory', `blobs cannot be written to ${directory} (${errorMessage(error)})`)
  }
}

function inFiles(cas: FileCas): LargeBlobs {
  return {
    put: (blobs) => cas.put(blobs),
    get: async (ref) => cas.get(ref),
    has: async (refs) => new Set(refs.filter((ref) => cas.has(ref))),
  }
}
