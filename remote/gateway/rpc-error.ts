import contract from '../../docs/schema/gateway.json' with { type: 'json' }
import type { BlobRef } from '../../core/values/blob-ref.ts'
import { errorCode, errorMessage, LightspeedError } from '../../core/values/errors.ts'
import type { ErrorName } from './contract-errors.ts'

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

/** What a stranger may be told in full: it is about what was asked, not about our servers. */
const spoken: ReadonlySet<ErrorName> = new Set<ErrorName>([
  ...(['bad-json', 'bad-request', 'unknown-method', 'bad-params'] as const),
  ...(['session-not-found', 'blob-not-found', 'wrong-bytes', 'not-woken', 'not-found'] as const),
  ...(['unauthorized', 'too-large', 'answer-too-large', 'too-many-streams', 'busy'] as const),
])

/** The error of the contract that was thrown; what is none of them is a defect, or of what no client has to know. */
export function errorName(error: unknown): ErrorName {
  const code = error instanceof LightspeedError ? errorCode(error) : null
  return code !== null && Object.hasOwn(contract.components.errors, code) ? (code as ErrorName) : 'internal'
}

/** Whether an error says something of what was asked, and nothing of us. */
export function isOfCaller(error: unknown): boolean {
  const name = errorName(error)
  return name !== 'not-woken' && spoken.has(name)
}

/** The answer for whatever was thrown. Names of servers, and defects, stay here. */
export function toRpcError(error: unknown, request: string): RpcError {
  const name = errorName(error)
  const message = spoken.has(name) ? errorMessage(error) : unspoken(name)
  return {
    code: contract.components.errors[name].code,
    message,
    data: { code: name, ...(name === 'internal' ? {} : refOf(error)), request },
  }
}

function unspoken(name: ErrorName): string {
  switch (name) {
    case 'internal':
      return 'the gateway failed; its log says why'
    case 'blob-corrupt':
      return 'the bytes of that blob are not those that were stored: send them again, or ask whoever runs this gateway'
    case 'unknown-event':
    case 'corrupt-event':
      return 'that log cannot be read here: ask whoever runs this gateway'
    default:
      return 'the storage behind this gateway does not answer: try again in a moment, or ask whoever runs it'
  }
}

function refOf(error: unknown): { readonly ref?: BlobRef } {
  return typeof error === 'object' && error !== null && 'ref' in error ? { ref: error.ref as BlobRef } : {}
}
