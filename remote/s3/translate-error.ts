import { S3ServiceException } from '@aws-sdk/client-s3'
import { errorCode, errorMessage, LightspeedError } from '../../core/values/errors.ts'
import { S3RefusedError, S3UnreachableError } from './errors.ts'

/** Nothing is under the key. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket'
}

/** Something is under the key that was to be free, or is being put there. */
export function isPresent(error: unknown): boolean {
  return statusOf(error) === 412 || statusOf(error) === 409
}

/** The server closed the connection while we wrote: it may have refused. */
export function isCut(error: unknown): boolean {
  return /^(ECONNRESET|EPIPE)$/.test(errorCode(error) ?? '')
}

/** A server that knows no conditional writes. */
export function lacksConditions(error: unknown): boolean {
  return statusOf(error) === 501
}

/** A typed error, with what to do about it, for whatever the client threw. Others pass unchanged. */
export function translateError(error: unknown, place: string): unknown {
  if (error instanceof LightspeedError) return error
  const status = statusOf(error)
  const reason = `${nameOf(error)}: ${errorMessage(error)}`
  if (status !== null && status < 500 && status !== 429) return new S3RefusedError(place, reason, error)
  return new S3UnreachableError(place, reason, error)
}

function statusOf(error: unknown): number | null {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? null) : null
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'error'
}
