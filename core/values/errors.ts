/**
 * An error with a stable `code` to branch on (`instanceof` fails across realms).
 * The message is for a person: what failed, why, what to do.
 */
export abstract class LightspeedError extends Error {
  abstract readonly code: string
  override get name(): string {
    return this.constructor.name
  }
}

/** Whether a thing is away for now: nothing was done, and later the same may succeed. */
export function isPassing(error: unknown): error is Error {
  return error instanceof Error && 'isPassing' in error && error.isPassing === true
}

/** Whether later the same may succeed: a thing is away for now, or refuses until somebody mends it. Nothing was done. */
export function isHindrance(error: unknown): error is Error {
  return isPassing(error) || (error instanceof Error && 'isMendable' in error && error.isMendable === true)
}

/** The `code` of a Lightspeed or Node error, or null. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
