import { errorMessage } from '../../values/errors.ts'
import type { Json } from './json.ts'
import { isJson, textOf } from './json.ts'
import type { HeaderReader } from './retry-after.ts'

/** What a provider said went wrong, whichever way it came. */
export interface Fault {
  /** HTTP status, or the one an error inside the stream names; null when there is none. */
  readonly status: number | null
  readonly headers: HeaderReader | null
  /** `error.type`, or empty. */
  readonly type: string
  /** `error.code` or `error.details.error_code`, or empty. */
  readonly code: string
  /** One line, at most 500 characters. */
  readonly message: string
}

/**
 * Reads what an SDK threw for an HTTP error or for an error inside a stream; null for anything else.
 * Goes by the shape: class names do not survive a bundler.
 */
export function readFault(thrown: unknown): Fault | null {
  if (!isJson(thrown) || !('headers' in thrown) || !('error' in thrown)) return null
  const headers = isHeaderReader(thrown.headers) ? thrown.headers : null
  const status = typeof thrown.status === 'number' ? thrown.status : null
  if (status === null && headers === null) return null
  const body = isJson(thrown.error) ? thrown.error : null
  return { ...faultOf(body, errorMessage(thrown)), headers, ...(status === null ? {} : { status }) }
}

/** Reads an error object of a body or of an event. */
export function faultOf(body: Json | null, fallback: string): Fault {
  const error = isJson(body?.error) ? body.error : (body ?? {})
  const details = isJson(error.details) ? error.details : {}
  const code = typeof error.code === 'number' ? String(error.code) : textOf(error.code) || textOf(details.error_code)
  return {
    status: /^[45]\d\d$/.test(code) ? Number(code) : null,
    headers: null,
    type: textOf(error.type),
    code,
    message: oneLine(textOf(error.message) || fallback),
  }
}

/** A message of any length and shape (whole web pages included) as one line. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 500 ? `${line.slice(0, 499)}…` : line
}

function isHeaderReader(value: unknown): value is HeaderReader {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'
}
