/** Reads headers by lower-case name: `Headers`, or anything like it. */
export interface HeaderReader {
  get(name: string): string | null
}

/**
 * When the provider wants to be asked again, in ms from `now`: `retry-after-ms`, `retry-after` in
 * seconds or as a date, or the "try again in 1.5s" of its message. Null when it does not say.
 */
export function retryAfterMs(headers: HeaderReader | null, message: string, now: number): number | null {
  const milliseconds = positive(headers?.get('retry-after-ms') ?? null, 1)
  if (milliseconds !== null) return milliseconds
  const header = headers?.get('retry-after') ?? null
  return positive(header, 1000) ?? untilDate(header, now) ?? fromMessage(message)
}

/** What `x-should-retry` says, or null. */
export function shouldRetry(headers: HeaderReader | null): boolean | null {
  const value = headers?.get('x-should-retry') ?? null
  return value === 'true' ? true : value === 'false' ? false : null
}

function positive(text: string | null, unitMs: number): number | null {
  if (text === null || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return null
  return Math.ceil(Number(text) * unitMs)
}

/** An HTTP date begins with its weekday; `Date.parse` makes something of almost anything else. */
function untilDate(text: string | null, now: number): number | null {
  const date = text === null || !/^\s*[a-z]/i.test(text) ? Number.NaN : Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

function fromMessage(message: string): number | null {
  const [, amount, unit] = /try again in (\d+(?:\.\d+)?)\s*(ms|s|seconds?)\b/i.exec(message) ?? []
  if (amount === undefined || unit === undefined) return null
  return Math.ceil(Number(amount) * (unit.toLowerCase() === 'ms' ? 1 : 1000))
}
