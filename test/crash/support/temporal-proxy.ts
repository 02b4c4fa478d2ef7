import { once } from 'node:events'
import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
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
  const clients = new Set<{ destroy(): void }>()
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
    if (trap?.what === 'call') return void stream.resume().once('end', trap.sprung)
    pass(stream, headers, upstreamNow(), trap?.sprung ?? null)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    keep: (method, what) => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const trap: Trap = { what, sprung: () => resolve(undefined) }
      traps.set(method, trap)
      return { come: promise, cancel: () => void (traps.get(method) === trap && traps.delete(method)) }
    },
    close: async () => {
      upstream?.destroy()
      for (const client of clients) client.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** One call with its answer; `kept` hears of the answer in place of the caller. */
function pass(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  upstream: ClientHttp2Session,
  kept: (() => void) | null,
): void {
  const call = upstream.request(headers)
  let trailers: IncomingHttpHeaders = {}
  stream.pipe(call)
  stream.on('close', () => call.close(constants.NGHTTP2_CANCEL))
  call.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR))
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
