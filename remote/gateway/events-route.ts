import { Hono, type HonoRequest } from 'hono'
import { SessionNotFoundError } from '../../core/store/errors.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { isValidId } from '../../core/values/ids.ts'
import type { Tenant } from '../postgres/tenant.ts'
import type { GatewayOptions, RouteEnv } from './gateway-options.ts'
import { aliveHeader, shortestAliveMs, usualAliveMs } from './alive-header.ts'
import { attachedHeader, decodeAttached } from './attached-header.ts'
import type { KeyRing } from './key-ring.ts'
import { NothingHereError, TooManyStreamsError } from './refusals.ts'
import { RequestError } from './rpc-error.ts'
import { sessionEvents } from './session-events.ts'
import { soonOf } from './soon.ts'
import { streamOf } from './stream-of.ts'
import { openWakeOnAttach } from './wake-on-attach.ts'

/** Streams of one tenant at once. */
const mostStreams = 2_000

const nobody = { watch: () => () => undefined }

const noDeltas = { subscribe: () => () => undefined }

/**
 * `GET /sessions/:id/events`: what sse.ts says, until the client goes, the gateway closes or the key is revoked.
 * `?entries=no` leaves entries out, `?deltas=no` deltas, `?present=no` who is attached; `?alive=` is how often a quiet one
 * shows that it lives. Whom the header names is attached for
 * as long as the stream lasts. Of a session that is not there, or not theirs, there is none; it ends with its session.
 */
export function eventsRoute(options: GatewayOptions, ring: KeyRing, closing: AbortSignal): Hono<RouteEnv> {
  const open = new Map<Tenant, number>()
  const soon = soonOf(options)
  const wakeOnAttach = openWakeOnAttach(options)
  const count = (tenant: Tenant, by: 1 | -1): void => {
    const now = (open.get(tenant) ?? 0) + by
    if (now === 0) open.delete(tenant)
    else open.set(tenant, now)
  }
  return new Hono<RouteEnv>().get('/sessions/:id/events', async (context) => {
    const { tenant } = context.var
    const id = context.req.param('id')
    if (!isValidId(id)) throw new NothingHereError()
    const after = readAfter(context.req)
    const [aliveMs, checkMs] = [readAlive(context.req), options.keepAliveMs ?? usualAliveMs]
    const members = decodeAttached(context.req.header(attachedHeader))
    const session = id as SessionId
    const store = options.storeOf(tenant)
    const isThere = async () => (await store.sessions.get(session)) !== null
    if (!(await soon(isThere()))) throw new SessionNotFoundError(session)
    if ((open.get(tenant) ?? 0) >= mostStreams) throw new TooManyStreamsError()
    void wakeOnAttach(tenant, session, context.var.requestId)
    count(tenant, 1)
    const attendance = options.attendanceOf(tenant)
    const leaves = members.map((member) => attendance.join(session, member))
    const authorization = context.req.header('Authorization')
    const revoked = new AbortController()
    const stopWaiting = ring.whenRevoked(authorization, () => revoked.abort())
    const events = (signal: AbortSignal): AsyncGenerator<string, void, void> =>
      sessionEvents(
        {
          log: store.log,
          deltas: context.req.query('deltas') === 'no' ? noDeltas : options.deltasOf(tenant),
          attendance: context.req.query('present') === 'no' ? nobody : attendance,
          session,
          after: context.req.query('entries') === 'no' ? null : after,
          aliveMs: Math.min(aliveMs, checkMs),
          checkMs,
          isAllowed: async () => (await ring.look(authorization)) === tenant && (await isThere()),
        },
        signal,
      )
    const body = streamOf(events, AbortSignal.any([closing, revoked.signal]), () => {
      count(tenant, -1)
      stopWaiting()
      for (const leave of leaves) leave()
    })
    return context.body(body, 200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      [aliveHeader]: String(Math.min(aliveMs, checkMs)),
    })
  })
}

function readAfter(request: HonoRequest): number {
  const text = request.header('Last-Event-ID') ?? request.query('after') ?? '0'
  const after = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(after))
    throw new RequestError('bad-request', 'after, and Last-Event-ID, is the seq of an entry')
  return after
}

function readAlive(request: HonoRequest): number {
  const text = request.query('alive') ?? String(usualAliveMs)
  if (!/^\d{1,9}$/.test(text)) throw new RequestError('bad-request', 'alive is a number of milliseconds')
  return Math.max(shortestAliveMs, Number(text))
}
