import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode, errorMessage, LightspeedError } from '../../core/values/errors.ts'

/** Numbers of JSON-RPC; what is refused for a reason of ours is `refused`, and `data.code` says which. */
const rpcCodes = {
  parse: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  internal: -32603,
  refused: -32000,
} as const

/** An error as it is answered; `message` is for a person. */
export interface RpcError {
  readonly code: number
  readonly message: string
  /** `request` names the request in the log of the gateway. */
  readonly data: { readonly code: string; readonly ref?: BlobRef; readonly request?: string }
}

/** A request that is not one, whatever it asked for. */
export class RequestError extends LightspeedError {
  constructor(
    override readonly code: 'bad-json' | 'bad-request' | 'unknown-method' | 'bad-params' | 'answer-too-large',
    message: string,
  ) {
    super(message)
  }
}

/** The command is kept and will be done, but nobody could be told to work on it yet. */
export class NotWokenError extends LightspeedError {
  readonly code = 'not-woken'
  constructor(cause: unknown) {
    super(
      'the command is stored, and done as soon as a worker can be told of it, which could not be yet; sent again under its id it is still done once',
    )
    this.cause = cause
  }
}

/** What stands behind the gateway says nothing. What was asked may be done all the same; asked again, it is done once. */
export class SilentStoreError extends LightspeedError {
  readonly code = 'store-silent'
  constructor(what: 'Postgres' | 'Postgres or the object store', forMs: number) {
    super(`${what} said nothing for ${forMs / 1_000} s`)
  }
}

const numbers: Readonly<Record<string, number>> = {
  'bad-json': rpcCodes.parse,
  'bad-request': rpcCodes.request,
  'unknown-method': rpcCodes.method,
  'bad-params': rpcCodes.params,
}

/** What a stranger may be told in full: it is about what was asked, not about our servers. */
const spoken = new Set([
  ...Object.keys(numbers),
  ...['session-not-found', 'blob-not-found', 'wrong-bytes', 'not-woken', 'not-found'],
  ...['unauthorized', 'too-large', 'answer-too-large', 'too-many-streams', 'busy'],
])

/** Whether an error says something of what was asked, and nothing of us. */
export function isOfCaller(error: unknown): boolean {
  const code = errorCode(error)
  return error instanceof LightspeedError && code !== null && code !== 'not-woken' && spoken.has(code)
}

/** The answer for whatever was thrown. Names of servers, and defects, stay here. */
export function toRpcError(error: unknown, request: string): RpcError {
  if (!(error instanceof LightspeedError))
    return {
      code: rpcCodes.internal,
      message: 'the gateway failed; its log says why',
      data: { code: 'internal', request },
    }
  const code = errorCode(error) ?? 'internal'
  const message = spoken.has(code) ? errorMessage(error) : unspoken(code)
  return { code: numbers[code] ?? rpcCodes.refused, message, data: { code, ...refOf(error), request } }
}

function unspoken(code: string): string {
  return code === 'blob-corrupt'
    ? 'the bytes of that blob are not those that were stored: send them again, or ask whoever runs this gateway'
    : 'the storage behind this gateway does not answer: try again in a moment, or ask whoever runs it'
}

function refOf(error: object): { readonly ref?: BlobRef } {
  return 'ref' in error ? { ref: error.ref as BlobRef } : {}
}
