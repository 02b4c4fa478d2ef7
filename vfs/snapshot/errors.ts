import { LightspeedError } from '../../core/values/errors.ts'

/** Why a directory cannot be mounted. */
export type MountErrorCode =
  'mount-missing' | 'mount-not-directory' | 'mount-unreadable' | 'mount-forbidden' | 'mount-too-large'

/** A directory that cannot be snapshotted; the message says what to do. */
export class MountError extends LightspeedError {
  constructor(
    override readonly code: MountErrorCode,
    readonly directory: string,
    message: string,
  ) {
    super(message)
  }
}
