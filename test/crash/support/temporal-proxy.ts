import { once } from 'node:events'
import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo } from 'node:net'

/** Something that a proxy keeps back. */
export interface Kept {
  /** Resolves when there was such a call: from then on it is kept, for ever. */
  readonly come: Promise<void>
  /** No longer waits for one. */
  cancel(): void
}

/** Stands between one worker and Temporal. */
export interface TemporalProxy {
  readonly address: string
  /** Keeps the next call of a method from Temporal, or what Temporal answers to it from the worker. */
  keep(method: string, what: 'call' | 'answer'): Kept
  /** Resolves when the worker calls a method, from now on. */
  called(method: string): Promise<void>
  /** The two do not hear of each other any more, and neither hears that. */
  part(): void
  /** They can connect again. */
  join(): void
  close(): Promise<void>
}

interface Trap {
  readonly what: 'call' | 'answer'
  readonly sprung: () => void
}

const endOfStream = constants.NGHTTP2_FLAG_END_STREAM

/** Opens a proxy in front of a server at `host:port`; it passes everything on, call by call, until it is told otherwise. */
export async function openTemporalProxy(behind: string): Promise<TemporalProxy> {
  const traps = new Map<string, Trap>()
  const ears = new Map<string, (() => void)[]>()
  const clients = new Set<ServerHttp2Session>()
  const calls = new Set<ClientHttp2Stream>()
  let isParted = false
  let upstream: ClientHttp2Session | null = null
  const upstreamNow = (): ClientHttp2Session => {
    if (upstream !== null && !upstream.closed && !upstream.destroyed) return upstream
    upstream = connect(`http://${behind}`)
    upstream.on('error', () => undefined)
    return upstream
  }
  const server = createServer()
  server.on('session', (session) => {
    clients.add(session)
    session.on('error', () => undefined)
    session.on('close', () => clients.delete(session))
  })
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined)
    const method = headers[':path']?.split('/').at(-1) ?? ''
    const trap = traps.get(method)
    traps.delete(method)
    for (const hear of ears.get(method) ?? []) hear()
    ears.delete(method)
    if (isParted) return void stream.resume()
    if (trap?.what === 'call') return void stream.resume().once('end', trap.sprung)
    const call = upstreamNow().request(headers)
    calls.add(call)
    call.once('close', () => calls.delete(call))
    pass(stream, call, { kept: trap?.sprung ?? null, isSilent: () => isParted })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    keep: (method, what) => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const trap: Trap = { what, sprung: () => resolve(undefined) }
      traps.set(method, trap)
      const cancel = (): void => {
        if (traps.get(method) === trap) traps.delete(method)
      }
      return { come: promise, cancel }
    },
    called: (method) => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      ears.set(method, [...(ears.get(method) ?? []), () => resolve(undefined)])
      return promise
    },
    part: () => {
      isParted = true
      for (const call of calls) call.close(constants.NGHTTP2_CANCEL)
    },
    join: () => {
      isParted = false
      for (const client of clients) client.destroy()
    },
    close: async () => {
      upstream?.destroy()
      for (const client of clients) client.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** How an answer is passed on. */
interface Passing {
  /** Hears of it in place of the caller. */
  readonly kept: (() => void) | null
  readonly isSilent: () => boolean
}

/** One call with its answer. */
function pass(stream: ServerHttp2Stream, call: ClientHttp2Stream, { kept, isSilent }: Passing): void {
  let trailers: IncomingHttpHeaders = {}
  stream.pipe(call)
  stream.on('close', () => call.close(constants.NGHTTP2_CANCEL))
  call.on('error', () => {
    if (!isSilent()) stream.close(constants.NGHTTP2_INTERNAL_ERROR)
  })
  call.on('trailers', (sent) => (trailers = sent))
  call.on('response', (answer, flags) => {
    if (kept !== null) return void call.resume().once('end', kept)
    if (stream.destroyed) return
    if ((flags & endOfStream) !== 0) return stream.respond(answer, { endStream: true })
    stream.respond(answer, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers(trailers))
    call.pipe(stream)
  })
}
