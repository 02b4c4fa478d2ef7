import { checkParams, isMethod } from './check-params.ts'
import type { MethodName } from './contract.ts'
import { answerChars, answerMs, batchCalls, quickAnswerMs } from './limits.ts'
import type { Methods } from './methods.ts'
import { quickMethods } from './quick-methods.ts'
import { isOfCaller, RequestError, SilentStoreError, toRpcError, type RpcError } from './rpc-error.ts'
import { within } from './within.ts'

/** One answer; `id` is null where the request had none that could be read. */
export type RpcResponse = { readonly jsonrpc: '2.0'; readonly id: RpcId } & (
  { readonly result: unknown } | { readonly error: RpcError }
)

type RpcId = string | number | null

/** What answers stand on. */
export interface RpcPorts {
  readonly methods: Methods
  /** Names the request, in errors and in the log. */
  readonly request: string
  /** Hears of errors that are not the caller's. */
  readonly failed: (error: unknown, request: string) => void
  /** Of the answer to a batch; default: limits.ts. */
  readonly mostChars?: number
  /** How long a call that moves no blobs may take, ms; default: limits.ts. */
  readonly mostMs?: number
  /** What is known of a database that is still waited for; null for nothing. */
  readonly whySilent?: () => Error | null
}

/** These take as long as their bytes do. */
const mayBeSlow = new Set<MethodName>(['blobs.get', 'blobs.has', 'blobs.put', 'sessions.restore'])

/** The answer, as JSON, to the text of a request or of a batch, done in its order; null when nobody wants one. */
export async function answerRpc(text: string, ports: RpcPorts): Promise<string | null> {
  let request: unknown
  try {
    request = JSON.parse(text)
  } catch {
    return JSON.stringify(failure(null, new RequestError('bad-json', 'the body is not JSON'), ports.request))
  }
  if (Array.isArray(request)) return answerBatch(request, ports)
  const answer = await answerOne(request, ports)
  return answer === null ? null : JSON.stringify(answer)
}

async function answerBatch(requests: readonly unknown[], ports: RpcPorts): Promise<string | null> {
  if (requests.length === 0 || requests.length > batchCalls)
    return JSON.stringify(
      failure(null, new RequestError('bad-request', `a batch has 1 to ${batchCalls} requests`), ports.request),
    )
  const { mostChars = answerChars } = ports
  const answers: string[] = []
  let chars = 0
  for (const one of requests) {
    // Refused before it is done: what was done is answered.
    const answer = chars > mostChars ? refuseOne(one, ports.request) : await answerOne(one, ports)
    if (answer === null) continue
    const json = JSON.stringify(answer)
    chars += json.length
    answers.push(json)
  }
  return answers.length === 0 ? null : `[${answers.join(',')}]`
}

function refuseOne(call: unknown, request: string): RpcResponse {
  const id = isRequest(call) ? (call.id ?? null) : null
  return failure(
    id,
    new RequestError('answer-too-large', 'the answers before this one are all a batch may have: ask again'),
    request,
  )
}

/** An error as an answer. */
export function failure(id: RpcId, error: unknown, request: string): RpcResponse {
  return { jsonrpc: '2.0', id, error: toRpcError(error, request) }
}

async function answerOne(asked: unknown, ports: RpcPorts): Promise<RpcResponse | null> {
  const { methods, failed, request } = ports
  if (!isRequest(asked))
    return failure(null, new RequestError('bad-request', 'that is no request of JSON-RPC 2.0'), request)
  const { id, method, params = {} } = asked
  try {
    if (!isMethod(method)) throw new RequestError('unknown-method', `no method ${method.slice(0, 100)}`)
    const going = call(methods, method, params)
    const result = await (mayBeSlow.has(method) ? going : inTime(method, going, ports))
    return id === undefined ? null : { jsonrpc: '2.0', id, result }
  } catch (error) {
    if (!isOfCaller(error)) failed(error, request)
    return id === undefined ? null : failure(id, error, request)
  }
}

function inTime(method: MethodName, going: Promise<unknown>, ports: RpcPorts): Promise<unknown> {
  const { mostMs = answerMs, whySilent = () => null } = ports
  const ms = quickMethods.has(method) ? Math.min(mostMs, quickAnswerMs) : mostMs
  const what = method === 'inbox.submit' ? 'Postgres or the object store' : 'Postgres'
  return within(ms, going, () => whySilent() ?? new SilentStoreError(what, ms))
}

async function call(methods: Methods, name: MethodName, params: unknown): Promise<unknown> {
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
