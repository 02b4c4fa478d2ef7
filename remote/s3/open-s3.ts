import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Tenant } from '../postgres/tenant.ts'
import { S3Blobs } from './s3-blobs.ts'
import { translateError } from './translate-error.ts'

/** How a bucket is reached. */
export interface S3Options {
  readonly bucket: string
  /** Before every key, such as `prod/`; default none. */
  readonly prefix?: string
  /** Of a server other than Amazon's; keys are then in the path, not in the host's name. */
  readonly endpoint?: string
  /** Default: us-east-1. */
  readonly region?: string
  /** Default: as the AWS SDK finds them, in the environment, files or the machine's role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Objects above this are sent in parts of this size, bytes; at least 5 MiB. */
  readonly partBytes?: number
  /** How long one request may take, ms. */
  readonly timeoutMs?: number
}

/** One bucket, and the blobs of its tenants. */
export interface S3 {
  blobs(tenant: Tenant): S3Blobs
  /** Writes a small object, as blobs are written. @throws S3RefusedError, S3UnreachableError */
  check(): Promise<void>
  close(): void
}

/** How long the object store may take to say that it takes objects, ms. */
const checkMs = 10_000

const defaultPartBytes = 8 * 1024 * 1024

/** Connects when first used. */
export function openS3(options: S3Options): S3 {
  const { bucket, prefix = '', endpoint, region = 'us-east-1', credentials, timeoutMs = 30_000 } = options
  const client = new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    },
    // We send the checksum ourselves: it is the ref. Trailers are beyond some servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const place = `${endpoint ?? `s3 in ${region}`}, bucket ${bucket}`
  const partBytes = options.partBytes ?? defaultPartBytes
  return {
    blobs: (tenant) => new S3Blobs({ client, bucket, place, partBytes, prefix: `${prefix}${tenant}/` }),
    check: async () => {
      try {
        const probe = new PutObjectCommand({ Bucket: bucket, Key: `${prefix}lightspeed-probe`, Body: 'may be removed' })
        await client.send(probe, { abortSignal: AbortSignal.timeout(checkMs) })
      } catch (error) {
        throw translateError(error, place)
      }
    },
    close: () => client.destroy(),
  }
}
