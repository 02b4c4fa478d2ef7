import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '../../core/values/errors.ts'
import { addressFault } from './address-fault.ts'
import {
  NoGatewayError,
  RemoteAddressError,
  RemoteKeyError,
  RemoteKeyTextError,
  RemoteUnreachableError,
} from './errors.ts'
import { isKeyText } from './is-key-text.ts'
import { lastingFault, redirectFault } from './lasting-fault.ts'

/** How a gateway is reached. */
export interface RemoteOptions {
  /** `https://host` or `http://host`, with a port or without. */
  readonly url: string
  readonly key: string
  /** How long a gateway may be away before a request fails, ms. */
  readonly patienceMs?: number
  /** How long one try at a question may take that a gateway answers at once, ms. */
  readonly quickMs?: number
}

const defaultPatienceMs = 10_000
/**
 * Two tries are 15 s: the second may go by a connection that is not dead. Longer than a gateway waits for its database, so that
 * it can say that this is at fault and not the network.
 */
const defaultQuickMs = 7_500
/** How long a gateway is obeyed that has us come again, ms. */
const defaultBusyMs = 60_000

const firstPauseMs = 100
const longestPauseMs = 1_000

/** One request, beside what `fetch` takes. */
export interface WireRequest extends RequestInit {
  /** Instead of the usual patience. */
  readonly patienceMs?: number
  /** How long a gateway is obeyed that has us come again, ms; default: a minute. */
  readonly busyMs?: number
  /** The body is read as it comes, by whoever asked; otherwise it has come whole, or the request is sent again. */
  readonly isStream?: boolean
  /** How long one try may take, ms; default: for ever. */
  readonly timeoutMs?: number
}

/** Sends requests to one gateway, with its key, again where nobody answered. */
export class Wire {
  readonly url: string
  readonly quickMs: number
  readonly #patienceMs: number

  /** @throws RemoteAddressError, RemoteKeyTextError: `fetch` has the whole address, or key, in what it says of a bad one */
  constructor(private readonly options: RemoteOptions) {
    const fault = addressFault(options.url)
    if (fault !== null) throw new RemoteAddressError(fault)
    this.quickMs = options.quickMs ?? defaultQuickMs
    this.#patienceMs = options.patienceMs ?? defaultPatienceMs
    this.url = new URL(options.url).origin
    if (!isKeyText(options.key)) throw new RemoteKeyTextError(this.url)
  }

  /** An answer of the gateway, good or bad. @throws RemoteUnreachableError, RemoteKeyError, NoGatewayError */
  async send(path: string, request: WireRequest = {}): Promise<Response> {
    const { isStream = false, timeoutMs, busyMs = defaultBusyMs, patienceMs = this.#patienceMs, ...init } = request
    const until = performance.now() + patienceMs
    const busyUntil = performance.now() + busyMs
    let pauseMs = firstPauseMs
    for (let trial = 1; ; trial++) {
      try {
        const response = await this.#once(path, timeoutMs === undefined ? init : withTimeout(init, timeoutMs), isStream)
        const laterMs = toldLater(response)
        if (laterMs === null || patienceMs === 0 || performance.now() + laterMs > busyUntil) return response
        await response.body?.cancel()
        await wait(laterMs, undefined, init.signal ? { signal: init.signal } : {})
      } catch (error) {
        init.signal?.throwIfAborted()
        const isPatient = performance.now() + pauseMs <= until
        // A process that was stopped for long, or whose machine slept, finds its time over and nothing lost.
        const mayRepeat = isPatient || (trial === 1 && patienceMs > 0)
        if (!(error instanceof RemoteUnreachableError) || error.lasting !== null || !mayRepeat) throw error
        await wait(pauseMs, undefined, init.signal ? { signal: init.signal } : {})
        pauseMs = Math.min(longestPauseMs, pauseMs * 2)
      }
    }
  }

  async #once(path: string, init: RequestInit, isStream: boolean): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), Authorization: `Bearer ${this.options.key}` }
    let response: Response
    try {
      response = await fetch(`${this.url}${path}`, { ...init, headers, redirect: 'manual' })
      if (!isStream || !response.ok) response = await whole(response)
    } catch (error) {
      throw unreachable(this.url, error)
    }
    const redirect = redirectFault(response, this.url)
    if (redirect !== null) throw new RemoteUnreachableError(this.url, `${response.status}`, undefined, redirect)
    if (response.status === 401) throw new RemoteKeyError(this.url)
    // Of a proxy whose gateway is away; the gateway's own answers are JSON.
    const type = response.headers.get('Content-Type') ?? ''
    if (response.status >= 502 && !type.startsWith('application/json'))
      throw new RemoteUnreachableError(this.url, `${response.status} of a proxy`)
    if (!response.ok && !type.startsWith('application/json')) throw new NoGatewayError(this.url, `${response.status}`)
    return response
  }
}

/** The same with all of its body. */
async function whole(response: Response): Promise<Response> {
  const bytes = await response.arrayBuffer()
  const { status, headers } = response
  return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers })
}

function withTimeout(init: RequestInit, timeoutMs: number): RequestInit {
  const signals = [AbortSignal.timeout(timeoutMs), ...(init.signal ? [init.signal] : [])]
  return { ...init, signal: AbortSignal.any(signals) }
}

/** When to ask again, ms, by an answer that says so. */
function toldLater({ status, headers }: Response): number | null {
  const seconds = Number(headers.get('Retry-After') ?? NaN)
  return (status === 429 || status === 503) && seconds >= 0 ? seconds * 1_000 : null
}

/** With what `fetch` hides behind "fetch failed", by its code: its texts repeat headers and addresses. */
function unreachable(url: string, error: unknown): RemoteUnreachableError {
  const { name, cause } = error instanceof Error ? error : { name: 'unknown' }
  const reason = errorCode(cause) ?? (name === 'TimeoutError' ? 'timeout' : 'the connection failed')
  return new RemoteUnreachableError(url, reason, error, lastingFault(cause))
}
