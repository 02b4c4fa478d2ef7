import { LightspeedError } from '../values/errors.ts'

/** A log holds a kind or version of event that this build does not know: it was written by a newer one. */
export class UnknownEventError extends LightspeedError {
  readonly code = 'unknown-event'
  constructor(
    readonly kind: string,
    readonly version: number,
  ) {
    super(`this session holds event ${kind} v${version}, newer than this lightspeed: upgrade lightspeed to open it`)
  }
}

/** A stored event that is not the JSON it should be. */
export class CorruptEventError extends LightspeedError {
  readonly code = 'corrupt-event'
  constructor(
    readonly kind: string,
    readonly reason: string,
  ) {
    super(`a stored ${kind} event is corrupt (${reason}): restore the store from a backup, or start a new session`)
  }
}
