import pLimit from 'p-limit'
import { BlobCorruptError, BlobNotFoundError, type BlobStore } from '../../core/ports/blob-store.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'
import { askedRefs, batchBlobs } from '../gateway/limits.ts'
import type { RemoteConnection } from './connect-remote.ts'
import { readAnswer, toError } from './rpc.ts'

/** Blobs up to this size travel with others, bytes. */
export const smallBytes = 256 * 1024

/** Of the blobs in one call, bytes. */
const batchBytes = 8 * 1024 * 1024

/** Requests at once, each way: more would be as many connections. */
const atOnce = 8

/** Blobs behind a gateway: small ones go many at once, large ones by themselves. */
export class RemoteBlobs implements BlobStore {
  readonly #limit = pLimit(atOnce)
  readonly #gets = pLimit(atOnce)

  constructor(private readonly remote: Pick<RemoteConnection, 'rpc' | 'wire'>) {}

  async put(blobs: readonly Uint8Array[]): Promise<readonly BlobRef[]> {
    const staged = blobs.map((bytes) => ({ ref: hashBlob(bytes), bytes }))
    const unique = [...new Map(staged.map((blob) => [blob.ref, blob])).values()]
    const small = unique.filter(({ bytes }) => bytes.length <= smallBytes)
    const large = unique.filter(({ bytes }) => bytes.length > smallBytes)
    await Promise.all([
      ...large.map((blob) => this.#limit(() => this.#putLarge(blob))),
      ...batches(small).map((batch) => this.#limit(() => this.#putSmall(batch))),
    ])
    return staged.map(({ ref }) => ref)
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    if (!isBlobRef(ref)) throw new BlobNotFoundError(ref)
    return this.#gets(() => this.#get(ref))
  }

  async has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const asked = [...new Set(refs.filter(isBlobRef))]
    const found = new Set<BlobRef>()
    for (let start = 0; start < asked.length; start += askedRefs)
      for (const ref of await this.remote.rpc('blobs.has', { refs: asked.slice(start, start + askedRefs) }))
        found.add(ref)
    return found
  }

  async #get(ref: BlobRef): Promise<Uint8Array> {
    const { wire } = this.remote
    const response = await wire.send(`/v1/blobs/${ref}`)
    if (!response.ok) return this.#fail(response)
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (hashBlob(bytes) !== ref) throw new BlobCorruptError(ref, wire.url, 'it was changed on its way: try again')
    return bytes
  }

  async #putLarge({ ref, bytes }: StagedBlob): Promise<void> {
    const response = await this.remote.wire.send(`/v1/blobs/${ref}`, { method: 'PUT', body: Buffer.from(bytes) })
    if (!response.ok) await this.#fail(response)
    await response.body?.cancel()
  }

  async #putSmall(batch: readonly StagedBlob[]): Promise<void> {
    const stored = await this.remote.rpc('blobs.put', { blobs: batch.map(({ bytes }) => inBase64(bytes)) })
    const lost = batch.find(({ ref }, index) => stored[index] !== ref)
    if (lost !== undefined)
      throw new BlobCorruptError(lost.ref, this.remote.wire.url, 'it was changed on its way: try again')
  }

  async #fail(response: Response): Promise<never> {
    const answer = await readAnswer(response, this.remote.wire.url)
    throw 'error' in answer ? toError(answer.error, this.remote.wire.url) : new Error('an answer that is neither')
  }
}

/** Bytes as they travel in a call. */
export function inBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function batches(blobs: readonly StagedBlob[]): readonly (readonly StagedBlob[])[] {
  const made: StagedBlob[][] = []
  let sizeBytes = Infinity
  for (const blob of blobs) {
    const last = made.at(-1)
    if (last === undefined || last.length === batchBlobs || sizeBytes + blob.bytes.length > batchBytes) {
      made.push([blob])
      sizeBytes = blob.bytes.length
    } else {
      last.push(blob)
      sizeBytes += blob.bytes.length
    }
  }
  return made
}
