import { nextPause } from '../effects/index.ts'
import { errorCode, isHindrance } from '../values/errors.ts'

/** How soon it is looked again whether there is room, ms. */
export const roomLookMs = 2_000

/**
 * An error that says that there is no room for now: the disk is full, or where things are kept is away or refuses. Others
 * are thrown.
 */
export function fullDisk(error: unknown): Error {
  if (error instanceof Error && (isDiskFull(error) || isHindrance(error))) return error
  throw error
}

/** A person who makes room on a disk is at it; a server that many ask is left in peace for longer and longer. */
export function lookPause(full: Error, lastMs: number): number {
  return isDiskFull(full) ? roomLookMs : nextPause(lastMs)
}

function isDiskFull(error: Error): boolean {
  return errorCode(error) === 'disk-full'
}
