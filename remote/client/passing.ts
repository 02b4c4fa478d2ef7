/**
 * Something behind the gateway is away, or says nothing: nothing was done, or may be done again to the same end, and later
 * the same may succeed.
 */
export const passingCodes: ReadonlySet<string> = new Set(['postgres-unreachable', 's3-unreachable', 'store-silent'])
