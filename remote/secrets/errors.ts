import { LightspeedError } from '../../core/values/errors.ts'

/** The key that seals others is missing, or is none. */
export class MasterKeyError extends LightspeedError {
  readonly code = 'master-key'
  constructor(reason: string) {
    super(
      `${reason}: set LIGHTSPEED_MASTER_KEY to 32 random bytes in base64 (openssl rand -base64 32), ` +
        'or LIGHTSPEED_MASTER_KEY_COMMAND to a command that prints them',
    )
  }
}

/** A sealed key does not open: it was sealed with another master key, for somebody else, or was changed. */
export class SealedKeyError extends LightspeedError {
  readonly code = 'sealed-key'
  constructor(what: string) {
    super(
      `the stored key of ${what} cannot be opened with this master key: restore the master key, or store the key again`,
    )
  }
}
