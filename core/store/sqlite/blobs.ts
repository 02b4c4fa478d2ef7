import { BlobCorruptError, BlobNotFoundError, inlineBlobBytes, type BlobStore } from '../../ports/blob-store.ts'
import type { StagedBlob } from '../../ports/event-log.ts'
import { isBlobRef, type BlobRef } from '../../values/blob-ref.ts'
import type { FileCas } from '../file-cas/file-cas.ts'
import { hashBlob } from '../hash-blob.ts'
import { translateError } from '../translate-error.ts'
import type { Connection } from './connection.ts'

/** Bounds how long one `put` keeps other writers waiting. */
const transactionBytes = 8 * 1024 * 1024

/** Small blobs in the database, beside the events that name them; large ones in the CAS. */
export class SqliteBlobs implements BlobStore {
  constructor(
    private readonly connection: Connection,
    private readonly cas: FileCas,
    /** Told when a blob that is named is missing or damaged. */
    private readonly onDamage: () => void = () => undefined,
  ) {}

  async put(blobs: readonly Uint8Array[]): Promise<readonly BlobRef[]> {
    const staged = blobs.map((bytes) => ({ ref: hashBlob(bytes), bytes }))
    await this.storeLarge(staged)
    for (const part of partition(staged.filter(isSmall)))
      this.connection.write(() => {
        this.insertSmall(part)
      })
    return staged.map(({ ref }) => ref)
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    try {
      return this.connection.read(() => this.#inline(ref) ?? this.cas.get(ref))
    } catch (error) {
      if (error instanceof BlobCorruptError || error instanceof BlobNotFoundError) this.onDamage()
      throw error
    }
  }

  async has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    return this.connection.read(() => new Set(refs.filter((ref) => this.#hasInline(ref) || this.cas.has(ref))))
  }

  /** Makes the large ones of these durable. Call before the transaction that names them. */
  async storeLarge(blobs: readonly StagedBlob[]): Promise<void> {
    const large = blobs.filter((blob) => !isSmall(blob))
    if (large.length === 0) return
    try {
      await this.cas.put(large)
    } catch (error) {
      throw translateError(error, this.connection.directory)
    }
  }

  /** Adds the small ones of these to the transaction under way. Damaged rows are mended. */
  insertSmall(blobs: readonly StagedBlob[]): void {
    const insert = this.connection.sql<[Uint8Array, Uint8Array]>(
      `INSERT INTO blobs (hash, bytes) VALUES (?, ?)
       ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NOT excluded.bytes`,
    )
    for (const blob of blobs) if (isSmall(blob)) insert.run(digest(blob.ref), blob.bytes)
  }

  #inline(ref: BlobRef): Uint8Array | null {
    if (!isBlobRef(ref)) throw new BlobNotFoundError(ref)
    const row = this.connection
      .sql<[Uint8Array], { bytes: Uint8Array }>('SELECT bytes FROM blobs WHERE hash = ?')
      .get(digest(ref))
    if (row === undefined) return null
    if (hashBlob(row.bytes) !== ref) throw new BlobCorruptError(ref, this.connection.file)
    return row.bytes
  }

  #hasInline(ref: BlobRef): boolean {
    return (
      this.connection.sql<[Uint8Array], unknown>('SELECT 1 FROM blobs WHERE hash = ?').get(digest(ref)) !== undefined
    )
  }
}

function isSmall(blob: StagedBlob): boolean {
  return blob.bytes.length <= inlineBlobBytes
}

function digest(ref: BlobRef): Uint8Array {
  return Buffer.from(ref.slice('sha256:'.length), 'hex')
}

function* partition(blobs: readonly StagedBlob[]): Generator<readonly StagedBlob[]> {
  let part: StagedBlob[] = []
  let partBytes = 0
  for (const blob of blobs) {
    part.push(blob)
    partBytes += blob.bytes.length
    if (partBytes < transactionBytes) continue
    yield part
    part = []
    partBytes = 0
  }
  if (part.length > 0) yield part
}
