import { LightspeedError } from '../core/values/errors.ts'

/** What was typed, or what it names, is wrong: exit code 2. */
export class UsageError extends LightspeedError {
  readonly code = 'usage'
}

/** The work was asked for rightly and could not be done: exit code 1. */
export class FailedError extends LightspeedError {
  constructor(
    override readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** Something needs the person's consent first: exit code 4. */
export class DeniedError extends LightspeedError {
  readonly code = 'denied'
}

/** No key, or none that the provider takes: exit code 5. */
export class NoKeyError extends LightspeedError {
  readonly code = 'auth'
}
