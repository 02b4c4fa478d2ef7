/**
 * Something behind the gateway is away, or says nothing: nothing was done, or may be done again to the same end, and later
 * the same may succeed.
 */
export const passingCodes: ReadonlySet<string> = new Set(['postgres-unreachable', 's3-unreachable', 'store-silent'])

/** Whether nobody knows what became of what was asked, the gateway or something behind it being away: it may be asked again. */
export function isUnanswered(code: string | null): boolean {
  return code !== null && (code === 'remote-unreachable' || passingCodes.has(code))
}
