import type { ModelError } from '../../ports/model.ts'
import type { ModelErrorCode } from '../../values/model-facts.ts'
import { failure } from './failure.ts'
import type { Fault } from './fault.ts'
import { saysOverflow } from './overflow.ts'
import { retryAfterMs, shouldRetry } from './retry-after.ts'

/** What one API's own words mean. A code decides before the status, a type only without one. */
export interface FaultWords {
  readonly codes: Readonly<Record<string, ModelErrorCode>>
  readonly types: Readonly<Record<string, ModelErrorCode>>
  /** Messages about money that come with a status that means something else. */
  readonly quota: RegExp
}

/** The typed error for what a provider said; `now` in ms since the epoch, for dates in headers. */
export function classify(fault: Fault, words: FaultWords, now: number): ModelError {
  const code = codeOf(fault, words)
  const asked = code === 'context-overflow' ? null : shouldRetry(fault.headers)
  const byStatus = code !== 'quota' && fault.status !== null && transientStatus(fault.status)
  return failure(code, describe(code, fault), {
    status: fault.status,
    ...(asked !== null ? { retryable: asked } : byStatus ? { retryable: true } : {}),
    retryAfterMs: retryAfterMs(fault.headers, fault.message, now),
  })
}

function codeOf(fault: Fault, words: FaultWords): ModelErrorCode {
  const known = own(words.codes, fault.code)
  if (known !== null) return known
  const refused = fault.status === null || [400, 413, 422].includes(fault.status)
  if (refused && saysOverflow(`${fault.type} ${fault.message}`)) return 'context-overflow'
  if (words.quota.test(fault.message)) return 'quota'
  if (fault.status !== null) return codeOfStatus(fault.status)
  return own(words.types, fault.type) ?? 'server'
}

function codeOfStatus(status: number): ModelErrorCode {
  if (status === 401 || status === 403) return 'auth'
  if (status === 402) return 'quota'
  if (status === 404) return 'not-found'
  if (status === 408 || status === 504) return 'timeout'
  if (status === 429) return 'rate-limit'
  if (status === 503 || status === 529) return 'overloaded'
  return status === 409 || status >= 500 ? 'server' : 'bad-request'
}

function transientStatus(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}

function own(map: Readonly<Record<string, ModelErrorCode>>, key: string): ModelErrorCode | null {
  return Object.hasOwn(map, key) ? (map[key] ?? null) : null
}

const advice: Partial<Record<ModelErrorCode, readonly [what: string, todo: string]>> = {
  auth: ['refused the API key', "; check this provider's key and what it may use"],
  quota: ['says the account has no money left for this', '; add credit, raise its limit, or use another provider'],
  'rate-limit': ['says there are too many requests', ''],
  overloaded: ['is overloaded', ''],
  timeout: ['took too long', ''],
  server: ['failed', ''],
  'not-found': ['knows no such model or address', '; check the model name and the base URL'],
  'context-overflow': ['says the request is larger than the context window', ''],
  'bad-request': ['refused the request', ''],
}

function describe(code: ModelErrorCode, { status, message }: Fault): string {
  const [what, todo] = advice[code] ?? ['failed', '']
  return `the provider ${what}${status === null ? '' : ` (${status})`}: ${message.replace(/[.;]$/, '')}${todo}`
}
