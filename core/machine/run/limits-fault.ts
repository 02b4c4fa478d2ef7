import type { RunLimits } from './events.ts'

/** What is wrong with the limits of a run, as a sentence; null for nothing. */
export function limitsFault(limits: RunLimits): string | null {
  const wrong = Object.entries(limits).find(([, limit]: [string, number | null]) => !isLimit(limit))
  return wrong === undefined ? null : `the limit ${wrong[0]} must be a whole number of at least 1, or null for none`
}

function isLimit(limit: number | null): boolean {
  return limit === null || (Number.isSafeInteger(limit) && limit >= 1)
}
