import { setTimeout as wait } from 'node:timers/promises'
import { BlobCorruptError, BlobNotFoundError } from '../../core/ports/blob-store.ts'
import { SessionNotFoundError } from '../../core/store/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { MethodName, ParamsOf, ResultOf } from '../gateway/contract.ts'
import { quickMethods } from '../gateway/quick-methods.ts'
import type { RpcError } from '../gateway/rpc-error.ts'
import { NoGatewayError, RemoteError } from './errors.ts'
import { passingCodes } from './passing.ts'
import type { Wire } from './wire.ts'

/** Calls one method. */
export interface Rpc {
  <Name extends MethodName>(name: Name, params: ParamsOf<Name>, wish?: RpcWish): Promise<ResultOf<Name>>
}

/** How one call is made, where not as usual. */
export interface RpcWish {
  /** How long the gateway may be away, ms; with 0 it is asked once, whatever it says. */
  readonly patienceMs?: number
  /** Ends it at once. */
  readonly signal?: AbortSignal
}

/** How often what passes is tried again, and how long is waited before, ms. */
const tries = 4
const pauseMs = 400

/** How long an answer may take, ms: blobs may take long, and the gateway waits 30 s for its database. */
const timeoutMs = 60_000

/** The same of a quick method: somebody waits. */
const quickTries = 2

/** How long a gateway is obeyed, ms, that has us come again with a quick method. */
const quickBusyMs = 10_000

/** Calls methods over the wire. Each may be sent again where no answer came: it is done once, or to the same end twice. */
export function openRpc(wire: Wire): Rpc {
  return async <Name extends MethodName>(name: Name, params: ParamsOf<Name>, wish: RpcWish = {}) => {
    const isQuick = quickMethods.has(name)
    for (let trial = 1; ; trial++) {
      const response = await wire.send('/v1/rpc', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: name, params }),
        timeoutMs: isQuick ? wire.quickMs : timeoutMs,
        ...(isQuick && { busyMs: quickBusyMs }),
        ...wish,
      })
      const answer = await readAnswer(response, wire.url)
      if (!('error' in answer)) return answer.result as ResultOf<Name>
      // Told to come again, the wire has done so for long enough.
      const isFinal = response.status === 503 || !passingCodes.has(answer.error.data.code)
      if (isFinal || trial === (isQuick ? quickTries : tries) || wish.patienceMs === 0)
        throw toError(answer.error, wire.url, params)
      await wait(pauseMs)
    }
  }
}

type Answer = { readonly result: unknown } | { readonly error: RpcError }

/** An answer as it came. @throws NoGatewayError for anything else */
export async function readAnswer(response: Response, url: string): Promise<Answer> {
  const text = await response.text()
  try {
    const answer = JSON.parse(text) as Partial<{ result: unknown; error: Partial<RpcError> }> | null
    if (answer !== null && typeof answer === 'object') {
      if ('result' in answer) return { result: answer.result }
      if (typeof answer.error?.data?.code === 'string') return { error: answer.error as RpcError }
    }
  } catch {
    // Said below.
  }
  throw new NoGatewayError(url, `${response.status} ${text.slice(0, 40)}`)
}

/** What the store of a local session would have thrown. */
export function toError({ message, data }: RpcError, url: string, params: object = {}): Error {
  const { code, ref, request = null } = data
  if (code === 'session-not-found' && 'session' in params) return new SessionNotFoundError(params.session as SessionId)
  if (code === 'blob-not-found' && ref !== undefined) return new BlobNotFoundError(ref)
  if (code === 'blob-corrupt' && ref !== undefined) return new BlobCorruptError(ref, url)
  return new RemoteError(code, message, request)
}
