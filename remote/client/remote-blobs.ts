import pLimit from 'p-limit'
import { BlobCorruptError, BlobNotFoundError, type BlobStore, type Stored } from '../../core/ports/blob-store.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'
import { inBase64 } from '../gateway/base64.ts'
import { batchBlobs, smallBytes } from '../gateway/limits.ts'
import { inBatches, sizeOf } from './blob-batches.ts'
import type { RemoteConnection } from './connect-remote.ts'
import { readAnswer, toError } from './rpc.ts'

/** Refs asked about in one call. */
const askedRefs = 1_000

/** Requests at once, each way: more would be as many connections. */
const atOnce = 8

/** What is less than that is sent without asking whether it is there, bytes: asking would take as long. */
const askFromBytes = 64 * 1024

/** Blobs behind a gateway: those that it lacks are sent, small ones many at once, large ones by themselves. */
export class RemoteBlobs implements BlobStore {
  readonly #limit = pLimit(atOnce)
  readonly #gets = pLimit(atOnce)

  constructor(private readonly remote: Pick<RemoteConnection, 'rpc' | 'wire'>) {}

  async put(blobs: readonly Uint8Array[], stored: Stored = () => undefined): Promise<readonly BlobRef[]> {
    const staged = blobs.map((bytes) => ({ ref: hashBlob(bytes), bytes }))
    const unique = [...new Map(staged.map((blob) => [blob.ref, blob])).values()]
    const missing = await this.#missing(unique)
    stored(unique.length - missing.length, sizeOf(unique) - sizeOf(missing))
    const small = missing.filter(({ bytes }) => bytes.length <= smallBytes)
    const large = missing.filter(({ bytes }) => bytes.length > smallBytes)
    const store = (batch: readonly StagedBlob[], put: () => Promise<void>) =>
      this.#limit(async () => {
        await put()
        stored(batch.length, sizeOf(batch))
      })
    await Promise.all([
      ...large.map((blob) => store([blob], () => this.#putLarge(blob))),
      ...inBatches(small).map((batch) => store(batch, () => this.#putSmall(batch))),
    ])
    return staged.map(({ ref }) => ref)
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    if (!isBlobRef(ref)) throw new BlobNotFoundError(ref)
    return this.#gets(() => this.#get(ref))
  }

  async getMany(refs: readonly BlobRef[]): Promise<ReadonlyMap<BlobRef, Uint8Array>> {
    const found = new Map<BlobRef, Uint8Array>()
    let left: readonly BlobRef[] = [...new Set(refs.filter(isBlobRef))]
    while (left.length > 0) {
      const asked = left.slice(0, batchBlobs)
      const answer = await this.remote.rpc('blobs.get', { refs: asked })
      for (const { ref, base64 } of answer.blobs) {
        const bytes = Buffer.from(base64, 'base64')
        if (hashBlob(bytes) !== ref) throw this.#changed(ref)
        found.set(ref, bytes)
      }
      left = [...answer.left, ...left.slice(asked.length)]
    }
    return found
  }

  async has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const asked = [...new Set(refs.filter(isBlobRef))]
    const parts = Array.from({ length: Math.ceil(asked.length / askedRefs) }, (_, part) =>
      asked.slice(part * askedRefs, (part + 1) * askedRefs),
    )
    const found = await Promise.all(parts.map((part) => this.#gets(() => this.remote.rpc('blobs.has', { refs: part }))))
    return new Set(found.flat())
  }

  async #missing(blobs: readonly StagedBlob[]): Promise<readonly StagedBlob[]> {
    if (sizeOf(blobs) < askFromBytes) return blobs
    const known = await this.has(blobs.map(({ ref }) => ref))
    return blobs.filter(({ ref }) => !known.has(ref))
  }

  async #get(ref: BlobRef): Promise<Uint8Array> {
    const response = await this.remote.wire.send(`/v1/blobs/${ref}`)
    if (!response.ok) return this.#fail(response)
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (hashBlob(bytes) !== ref) throw this.#changed(ref)
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
    if (lost !== undefined) throw this.#changed(lost.ref)
  }

  #changed(ref: BlobRef): BlobCorruptError {
    return new BlobCorruptError(ref, this.remote.wire.url, 'it was changed on its way: try again')
  }

  async #fail(response: Response): Promise<never> {
    const answer = await readAnswer(response, this.remote.wire.url)
    throw 'error' in answer ? toError(answer.error, this.remote.wire.url) : new Error('an answer that is neither')
  }
}
