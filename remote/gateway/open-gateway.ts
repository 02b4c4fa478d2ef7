import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { openBodyBudget } from './body-budget.ts'
import { blobRoutes } from './blob-routes.ts'
import { eventsRoute } from './events-route.ts'
import type { GatewayOptions, RouteEnv } from './gateway-options.ts'
import * as limits from './limits.ts'
import { openKeyRing, type KeyRing } from './key-ring.ts'
import { NoKeyError, NothingHereError, refuse } from './refusals.ts'
import { isOfCaller, SilentStoreError } from './rpc-error.ts'
import { rpcRoute } from './rpc-route.ts'
import { soonOf } from './soon.ts'
import { within } from './within.ts'

/** A gateway that answers. */
export interface RunningGateway {
  readonly port: number
  /** Ends the streams, lets requests finish for as long as `graceMs`, then closes. */
  close(): Promise<void>
}

/** Where a gateway listens, and how it ends. */
export interface GatewayPlace {
  readonly port: number
  /** Default: this machine only. Encryption is left to a proxy in front. */
  readonly hostname?: string
  readonly graceMs?: number
}

/** Longer than proxies keep a connection that nobody uses, ms: the end that lets go first sends nothing that is lost. */
const keepAliveMs = 75_000

/** How long servers behind this one may take to answer that they are there, ms. */
const defaultReadyMs = 5_000

/** Serves what clients ask, of the tenant of their key. */
export async function openGateway(options: GatewayOptions, place: GatewayPlace): Promise<RunningGateway> {
  const closing = new AbortController()
  const ring = openKeyRing(options.keys)
  const app = createApp(options, ring, closing.signal)
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.keepAliveTimeout = keepAliveMs
  // Whoever asks first whether to send a body that is too large hears no at once, and not in the middle of sending it.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const { rpcBytes = limits.rpcBytes } = options
    const mostBytes = request.url?.startsWith('/v1/rpc') === true ? rpcBytes : limits.blobBytes
    if (Number(request.headers['content-length'] ?? 0) <= mostBytes) response.writeContinue()
    server.emit('request', request, response)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.port, place.hostname ?? '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : place.port,
    close: () =>
      new Promise<void>((resolve) => {
        closing.abort()
        ring.close()
        const timer = setTimeout(() => server.closeAllConnections(), place.graceMs ?? 10_000)
        // Those whose last request ends from now on are kept open for another one otherwise.
        const sweeper = setInterval(() => server.closeIdleConnections(), 20)
        server.close(() => {
          clearTimeout(timer)
          clearInterval(sweeper)
          resolve()
        })
      }),
  }
}

function createApp(options: GatewayOptions, ring: KeyRing, closing: AbortSignal): Hono<RouteEnv> {
  const { readyMs = defaultReadyMs, isReady = () => Promise.resolve(), failed = () => undefined } = options
  const budget = openBodyBudget(options.heldBytes ?? limits.heldBytes)
  const soon = soonOf(options)
  const served = new Hono<RouteEnv>()
    .use(async (context, next) => {
      const tenant = await soon(ring.tenantOf(context.req.header('Authorization')))
      if (tenant === null) return refuse(context, new NoKeyError())
      context.set('tenant', tenant)
      return next()
    })
    .route('/', rpcRoute(options, budget))
    .route('/', blobRoutes(options, budget))
    .route('/', eventsRoute(options, ring, closing))
  return new Hono<RouteEnv>()
    .use(requestId())
    .get('/healthz', (context) => context.text('ok'))
    .get('/readyz', async (context) => {
      if (closing.aborted) return context.text('closing', 503)
      return within(readyMs, isReady(), () => new SilentStoreError('Postgres', readyMs)).then(
        () => context.text('ok'),
        () => context.text('not ready', 503),
      )
    })
    .route('/v1', served)
    .notFound((context) => refuse(context, new NothingHereError()))
    .onError((error, context) => {
      if (!isOfCaller(error)) failed(error, context.var.requestId)
      return refuse(context, error)
    })
}
