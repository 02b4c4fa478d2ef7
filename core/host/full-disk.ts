import { errorCode } from '../values/errors.ts'

/** How soon it is looked again whether a full disk has room, ms. */
export const roomLookMs = 2_000

/** An error that says that the disk is full; any other is thrown again. */
export function fullDisk(error: unknown): Error {
  if (error instanceof Error && errorCode(error) === 'disk-full') return error
  throw error
}
