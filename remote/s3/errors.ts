import { LightspeedError } from '../../core/values/errors.ts'

/** The object store did not answer, however often it was asked; nothing was acknowledged. */
export class S3UnreachableError extends LightspeedError {
  readonly code = 's3-unreachable'
  readonly isPassing = true
  constructor(place: string, reason: string, cause: unknown) {
    super(`the object store at ${place} does not answer (${reason}): start it, or check the address, and try again`)
    this.cause = cause
  }
}

/** The object store said no: a wrong key, a missing bucket, a full disk. Whoever keeps it can mend that. */
export class S3RefusedError extends LightspeedError {
  readonly code = 's3-refused'
  readonly isMendable = true
  constructor(place: string, reason: string, cause: unknown) {
    super(`the object store at ${place} refused (${reason}): check the bucket and the key that lightspeed was given`)
    this.cause = cause
  }
}
