import { checkParams, isMethod } from './check-params.ts'
import type { MethodName } from './contract.ts'
import { batchCalls } from './limits.ts'
import type { Methods } from './methods.ts'
import { RequestError, toRpcError, type RpcError } from './rpc-error.ts'

/** One answer; `id` is null where the request had none that could be read. */
export type RpcResponse = { readonly jsonrpc: '2.0'; readonly id: RpcId } & (
  { readonly result: unknown } | { readonly error: RpcError }
)

type RpcId = string | number | null

/** What answers stand on. */
export interface RpcPorts {
  readonly methods: Methods
  /** Hears of every error. */
  readonly failed: (error: unknown) => void
}

/** Answers the text of a request, or of a batch in its order; null when nobody wants an answer. */
export async function answerRpc(text: string, ports: RpcPorts): Promise<RpcResponse | readonly RpcResponse[] | null> {
  let request: unknown
  try {
    request = JSON.parse(text)
  } catch {
    return failure(null, new RequestError('bad-json', 'the body is not JSON'))
  }
  if (!Array.isArray(request)) return answerOne(request, ports)
  if (request.length === 0 || request.length > batchCalls)
    return failure(null, new RequestError('bad-request', `a batch has 1 to ${batchCalls} requests`))
  const answers: RpcResponse[] = []
  for (const one of request as readonly unknown[]) {
    const answer = await answerOne(one, ports)
    if (answer !== null) answers.push(answer)
  }
  return answers.length === 0 ? null : answers
}

/** An error as an answer. */
export function failure(id: RpcId, error: unknown): RpcResponse {
  return { jsonrpc: '2.0', id, error: toRpcError(error) }
}

async function answerOne(request: unknown, { methods, failed }: RpcPorts): Promise<RpcResponse | null> {
  if (!isRequest(request)) return failure(null, new RequestError('bad-request', 'that is no request of JSON-RPC 2.0'))
  const { id, method, params = {} } = request
  try {
    if (!isMethod(method)) throw new RequestError('unknown-method', `no method ${method.slice(0, 100)}`)
    const result = await call(methods, method, params)
    return id === undefined ? null : { jsonrpc: '2.0', id, result }
  } catch (error) {
    failed(error)
    return id === undefined ? null : failure(id, error)
  }
}

function call(methods: Methods, name: MethodName, params: unknown): Promise<unknown> {
  // Checked by the schema of this very method; types cannot follow that.
  const method = methods[name] as (params: unknown) => Promise<unknown>
  return method(checkParams(name, params))
}

function isRequest(
  value: unknown,
): value is { readonly id?: RpcId; readonly method: string; readonly params?: unknown } {
  if (typeof value !== 'object' || value === null || !('jsonrpc' in value) || value.jsonrpc !== '2.0') return false
  const isNamed = 'method' in value && typeof value.method === 'string'
  return isNamed && (!('id' in value) || value.id === null || ['string', 'number'].includes(typeof value.id))
}
