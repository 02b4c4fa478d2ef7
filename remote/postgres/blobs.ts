import { BlobCorruptError, BlobNotFoundError, inlineBlobBytes, type BlobStore } from '../../core/ports/blob-store.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'
import type { Database } from './database.ts'
import type { Query } from './transaction.ts'
import type { Tenant } from './tenant.ts'

/** Where blobs above `inlineBlobBytes` are kept, of one tenant: a bucket, or files. */
export interface LargeBlobs {
  /** Durable when it resolves. The refs are taken on trust. */
  put(blobs: readonly StagedBlob[]): Promise<void>
  /** @throws BlobNotFoundError, BlobCorruptError */
  get(ref: BlobRef): Promise<Uint8Array>
  has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>>
}

/** Blobs got together: 8 MiB at most. */
const mostTogether = 256

/** Small blobs in Postgres, beside the events that name them; large ones elsewhere. */
export class PostgresBlobs implements BlobStore {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
    private readonly large: LargeBlobs,
  ) {}

  async put(blobs: readonly Uint8Array[]): Promise<readonly BlobRef[]> {
    const staged = blobs.map((bytes) => ({ ref: hashBlob(bytes), bytes }))
    await this.storeLarge(staged)
    if (staged.some(isSmall)) await this.database.transact(this.tenant, (query) => this.insertSmall(query, staged))
    return staged.map(({ ref }) => ref)
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    if (!isBlobRef(ref)) throw new BlobNotFoundError(ref)
    const [row] = await this.database.ask<{ bytes: Buffer }>(
      this.tenant,
      'SELECT bytes FROM blobs WHERE tenant = $1 AND hash = $2',
      [this.tenant, digest(ref)],
    )
    if (row === undefined) return this.large.get(ref)
    if (hashBlob(row.bytes) !== ref) throw new BlobCorruptError(ref, `Postgres at ${this.database.server}`)
    return row.bytes
  }

  /** The small ones, one after the other until they are many bytes. */
  async getMany(refs: readonly BlobRef[]): Promise<ReadonlyMap<BlobRef, Uint8Array>> {
    const asked = [...new Set(refs.filter(isBlobRef))].slice(0, mostTogether)
    if (asked.length === 0) return new Map()
    const rows = await this.database.ask<{ hash: Buffer; bytes: Buffer }>(
      this.tenant,
      'SELECT hash, bytes FROM blobs WHERE tenant = $1 AND hash = ANY ($2::bytea[])',
      [this.tenant, asked.map(digest)],
    )
    const found = rows.map(({ hash, bytes }) => [toRef(hash), bytes] as const)
    // Whoever gets a damaged one by itself hears of it.
    return new Map(found.filter(([ref, bytes]) => hashBlob(bytes) === ref))
  }

  /** Of small ones, those whose bytes are whole: whoever sends only what is missing mends what is damaged. */
  async has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const asked = refs.filter(isBlobRef)
    if (asked.length === 0) return new Set()
    const rows = await this.database.ask<{ hash: Buffer }>(
      this.tenant,
      'SELECT hash FROM blobs WHERE tenant = $1 AND hash = ANY ($2::bytea[]) AND sha256(bytes) = hash',
      [this.tenant, asked.map(digest)],
    )
    const small = new Set(rows.map(({ hash }) => toRef(hash)))
    const large = await this.large.has(asked.filter((ref) => !small.has(ref)))
    return new Set([...small, ...large])
  }

  /** Makes the large ones of these durable. Call before the transaction that names them. */
  async storeLarge(blobs: readonly StagedBlob[]): Promise<void> {
    const large = blobs.filter((blob) => !isSmall(blob))
    if (large.length > 0) await this.large.put(large)
  }

  /** Adds the small ones of these to the transaction under way. Damaged rows are mended. */
  async insertSmall(query: Query, blobs: readonly StagedBlob[]): Promise<void> {
    const small = new Map(blobs.filter(isSmall).map(({ ref, bytes }) => [ref, bytes]))
    if (small.size === 0) return
    // In one order everywhere, so that transactions do not wait for each other in a circle.
    const refs = [...small.keys()].sort()
    await query(
      `INSERT INTO blobs (tenant, hash, bytes) SELECT $1, * FROM unnest($2::bytea[], $3::bytea[])
       ON CONFLICT (tenant, hash) DO UPDATE SET bytes = excluded.bytes WHERE blobs.bytes IS DISTINCT FROM excluded.bytes`,
      [this.tenant, refs.map(digest), refs.map((ref) => Buffer.from(small.get(ref) ?? []))],
    )
  }
}

function isSmall(blob: StagedBlob): boolean {
  return blob.bytes.length <= inlineBlobBytes
}

function toRef(hash: Buffer): BlobRef {
  return `sha256:${hash.toString('hex')}` as BlobRef
}

function digest(ref: BlobRef): Buffer {
  return Buffer.from(ref.slice('sha256:'.length), 'hex')
}
