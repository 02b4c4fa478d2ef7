import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BlobCorruptError, BlobNotFoundError, inlineBlobBytes } from '../../ports/blob-store.ts'
import type { StagedBlob } from '../../ports/event-log.ts'
import type { BlobRef } from '../../values/blob-ref.ts'
import { errorCode } from '../../values/errors.ts'
import { syncDirectory } from '../durable-directory.ts'
import { hashBlob } from '../hash-blob.ts'
import { blobPlace } from './blob-place.ts'
import { writeBlobFile } from './write-blob-file.ts'

const writesAtOnce = 8

/** Blobs above `inlineBlobBytes` as files, addressed by content: `<root>/sha256/ab/abcdef...`. */
export class FileCas {
  /** Shards that this process knows to be durable in their parent. */
  readonly #shards = new Set<string>()

  /** `root` need not exist before the first `put`. */
  constructor(readonly root: string) {}

  /** Durable when it resolves. The refs are taken on trust. */
  async put(blobs: readonly StagedBlob[]): Promise<void> {
    const files = new Map(blobs.map(({ ref, bytes }) => [this.#path(ref), bytes]))
    if (files.size === 0) return
    const shards = new Set([...files.keys()].map((path) => dirname(path)))
    this.#makeShards(shards)
    const queue = files.entries()
    const write = async () => {
      for (const [path, bytes] of queue) await writeBlobFile(path, bytes)
    }
    await Promise.all(Array.from({ length: Math.min(writesAtOnce, files.size) }, write))
    // Also for files that were there: the process that renamed them may have died before its sync.
    for (const shard of shards) syncDirectory(shard)
  }

  /** @throws BlobNotFoundError, BlobCorruptError */
  get(ref: BlobRef): Uint8Array {
    const path = this.#path(ref)
    const bytes = readOrNull(path)
    if (bytes === null) throw new BlobNotFoundError(ref)
    if (hashBlob(bytes) !== ref) throw new BlobCorruptError(ref, path)
    return bytes
  }

  /** False also for a file too short to be one of ours, so that it is put again. */
  has(ref: BlobRef): boolean {
    const found = statSync(this.#path(ref), { throwIfNoEntry: false })
    return found !== undefined && found.size > inlineBlobBytes
  }

  #path(ref: BlobRef): string {
    const { shard, name } = blobPlace(ref)
    return join(this.root, shard, name)
  }

  #makeShards(shards: ReadonlySet<string>): void {
    const unknown = [...shards].filter((shard) => !this.#shards.has(shard))
    if (unknown.length === 0) return
    for (const shard of unknown) mkdirSync(shard, { recursive: true, mode: 0o700 })
    // Also for shards that were there: whoever made them may have died before its sync.
    if (this.#shards.size === 0) for (const parent of [dirname(this.root), this.root]) syncDirectory(parent)
    syncDirectory(join(this.root, 'sha256'))
    for (const shard of unknown) this.#shards.add(shard)
  }
}

function readOrNull(path: string): Uint8Array | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
