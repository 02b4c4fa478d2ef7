import type { Context } from 'hono'
import { LightspeedError } from '../../core/values/errors.ts'
import { failure } from './answer-rpc.ts'
import type { ErrorName } from './contract-errors.ts'
import type { RouteEnv } from './gateway-options.ts'
import { errorName } from './rpc-error.ts'

/** No key, or one that opens nothing; it is not said which. */
export class NoKeyError extends LightspeedError {
  readonly code = 'unauthorized'
  constructor() {
    super('a key is needed that this gateway knows and that was not revoked: "Authorization: Bearer ls_..."')
  }
}

/** A body above the bound. */
export class TooLargeError extends LightspeedError {
  readonly code = 'too-large'
  constructor(mostBytes: number) {
    super(`the body has more than ${mostBytes} bytes: send less at once`)
  }
}

/** Too much is being sent at once. */
export class BusyError extends LightspeedError {
  readonly code = 'busy'
  constructor() {
    super('too much is being sent to this gateway at once: try again in a moment')
  }
}

/** As much as one tenant may have open. */
export class TooManyStreamsError extends LightspeedError {
  readonly code = 'too-many-streams'
  constructor() {
    super('too many event streams are open with keys of this tenant: close some')
  }
}

/** Neither a route nor a thing; of another tenant's it is said, too. */
export class NothingHereError extends LightspeedError {
  readonly code = 'not-found'
  constructor() {
    super('there is nothing here: see docs/schema/gateway.json')
  }
}

const statuses: Partial<Readonly<Record<ErrorName, 400 | 401 | 404 | 413 | 422 | 429 | 500>>> = {
  unauthorized: 401,
  'not-found': 404,
  'session-not-found': 404,
  'blob-not-found': 404,
  'bad-request': 400,
  'too-large': 413,
  'too-many-streams': 429,
  'wrong-bytes': 422,
  internal: 500,
}

/** When to come again, in seconds, where that may help. */
const retryAfter = '1'

/** The answer for an error outside of a call: the same shape, and a status of HTTP that says the same. */
export function refuse(context: Context<RouteEnv>, error: unknown): Response {
  const status = statuses[errorName(error)] ?? 503
  if (status === 401) context.header('WWW-Authenticate', 'Bearer')
  if (status === 429 || status === 503) context.header('Retry-After', retryAfter)
  return context.json(failure(null, error, context.var.requestId), status)
}
