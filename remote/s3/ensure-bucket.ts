import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { errorCode } from '../../core/values/errors.ts'
import type { S3Options } from './open-s3.ts'

/** How long one request may take, ms. */
const requestMs = 2_000

/** Makes a bucket where there is none; false while the server does not answer. */
export async function ensureBucket({
  bucket,
  endpoint,
  credentials,
}: Required<Pick<S3Options, 'bucket' | 'endpoint' | 'credentials'>>): Promise<boolean> {
  const client = new S3Client({
    ...{ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 },
    requestHandler: { connectionTimeout: requestMs, requestTimeout: requestMs, throwOnRequestTimeout: true },
  })
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket })).catch(async (error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'NotFound') throw error
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
    })
    return true
  } catch (error) {
    if (isAway(error)) return false
    throw error
  } finally {
    client.destroy()
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof Error && error.name === 'TimeoutError') return true
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(errorCode(error) ?? '')
}
