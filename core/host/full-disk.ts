import { errorCode, isPassing } from '../values/errors.ts'

/** How soon it is looked again whether there is room, ms. */
export const roomLookMs = 2_000

/** An error that says that there is no room for now: the disk is full, or where things are kept is away. Others are thrown. */
export function fullDisk(error: unknown): Error {
  if (error instanceof Error && (errorCode(error) === 'disk-full' || isPassing(error))) return error
  throw error
}
