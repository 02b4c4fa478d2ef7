import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import pLimit from 'p-limit'
import { BlobCorruptError, BlobNotFoundError } from '../../core/ports/blob-store.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import { hashBlob } from '../../core/store/hash-blob.ts'
import { isBlobRef, type BlobRef } from '../../core/values/blob-ref.ts'
import type { LargeBlobs } from '../postgres/blobs.ts'
import { isCut, isMissing, isPresent, lacksConditions, translateError } from './translate-error.ts'

/** Where one tenant's blobs lie. */
export interface S3Place {
  readonly client: S3Client
  readonly bucket: string
  /** Of every key; a ref of one tenant names nothing of another. */
  readonly prefix: string
  /** For messages. */
  readonly place: string
  readonly partBytes: number
}

const requestsAtOnce = 8

/** Above this it is asked whether a blob is there before it is sent, bytes. */
const longBytes = 1024 * 1024

/** Blobs as objects, addressed by content: `<tenant>/sha256/ab/abcdef...`. */
export class S3Blobs implements LargeBlobs {
  constructor(private readonly at: S3Place) {}

  async put(blobs: readonly StagedBlob[]): Promise<void> {
    const limit = pLimit(requestsAtOnce)
    const different = new Map(blobs.map(({ ref, bytes }) => [ref, bytes]))
    await Promise.all([...different].map(([ref, bytes]) => limit(() => this.#put(ref, bytes))))
  }

  async get(ref: BlobRef): Promise<Uint8Array> {
    if (!isBlobRef(ref)) throw new BlobNotFoundError(ref)
    const bytes = await this.#read(ref)
    if (bytes === null) throw new BlobNotFoundError(ref)
    if (hashBlob(bytes) !== ref) throw new BlobCorruptError(ref, `the object store at ${this.at.place}`)
    return bytes
  }

  async has(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const limit = pLimit(requestsAtOnce)
    const asked = refs.filter(isBlobRef)
    const found = await Promise.all(asked.map((ref) => limit(() => this.#isThere(ref))))
    return new Set(asked.filter((_, index) => found[index]))
  }

  /** Only where nothing is, so that what is there is never put at risk; unless it is damaged. */
  async #put(ref: BlobRef, bytes: Uint8Array): Promise<void> {
    // Servers refuse a long body by breaking the connection: it is sent only where it seems to be needed.
    if (bytes.length > longBytes && (await this.#isThere(ref))) return this.#mend(ref, bytes)
    try {
      await this.#upload(ref, bytes, { IfNoneMatch: '*' })
    } catch (error) {
      if (isPresent(error) || (isCut(error) && (await this.#isThere(ref)))) return this.#mend(ref, bytes)
      // Whoever overwrites an object that is addressed by its content changes nothing.
      if (lacksConditions(error)) return this.#overwrite(ref, bytes)
      throw translateError(error, this.at.place)
    }
  }

  async #mend(ref: BlobRef, bytes: Uint8Array): Promise<void> {
    const found = await this.#read(ref)
    if (found === null || hashBlob(found) !== ref) await this.#overwrite(ref, bytes)
  }

  async #overwrite(ref: BlobRef, bytes: Uint8Array): Promise<void> {
    try {
      await this.#upload(ref, bytes, {})
    } catch (error) {
      throw translateError(error, this.at.place)
    }
  }

  async #upload(ref: BlobRef, bytes: Uint8Array, condition: { readonly IfNoneMatch?: string }): Promise<void> {
    const { client, partBytes } = this.at
    // The server checks what it got: the whole by our ref, parts each by its own sum.
    const checksum =
      bytes.length <= partBytes
        ? { ChecksumSHA256: Buffer.from(digest(ref), 'hex').toString('base64') }
        : { ChecksumAlgorithm: 'SHA256' as const }
    await new Upload({
      client,
      partSize: partBytes,
      params: { ...this.#name(ref), Body: bytes, ...checksum, ...condition },
    }).done()
  }

  async #isThere(ref: BlobRef): Promise<boolean> {
    try {
      await this.at.client.send(new HeadObjectCommand(this.#name(ref)))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw translateError(error, this.at.place)
    }
  }

  async #read(ref: BlobRef): Promise<Uint8Array | null> {
    try {
      const { Body } = await this.at.client.send(new GetObjectCommand(this.#name(ref)))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    } catch (error) {
      if (isMissing(error)) return null
      throw translateError(error, this.at.place)
    }
  }

  #name(ref: BlobRef): { readonly Bucket: string; readonly Key: string } {
    const hex = digest(ref)
    return { Bucket: this.at.bucket, Key: `${this.at.prefix}sha256/${hex.slice(0, 2)}/${hex}` }
  }
}

function digest(ref: BlobRef): string {
  return ref.slice('sha256:'.length)
}
