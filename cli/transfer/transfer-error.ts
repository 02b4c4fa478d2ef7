import { LightspeedError } from '../../core/values/errors.ts'

/** A file that is no exported session, or a damaged one; nothing of it was kept. */
export class TransferError extends LightspeedError {
  readonly code = 'bad-import'
  constructor(reason: string) {
    super(`cannot be imported: ${reason}; nothing was kept`)
  }
}
