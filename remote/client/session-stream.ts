import { setTimeout as wait } from 'node:timers/promises'
import { decodeDelta } from '../../core/live/protocol.ts'
import { readAttached } from '../../core/live/read-attached.ts'
import type { StoredEntry } from '../../core/log/entry.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { Attached } from '../../core/ports/presence.ts'
import type { SessionId } from '../../core/values/ids.ts'
import { aliveHeader, shortestAliveMs, usualAliveMs } from '../gateway/alive-header.ts'
import { attachedHeader, encodeAttached } from '../gateway/attached-header.ts'
import { RemoteUnreachableError } from './errors.ts'
import type { LinkWatch } from './link-watch.ts'
import { readEvents, type ServerEvent } from './read-events.ts'
import { readAnswer, toError } from './rpc.ts'
import type { Wire } from './wire.ts'

/** What comes from a session. */
export type StreamEvent =
  | { readonly type: 'entry'; readonly entry: StoredEntry }
  | { readonly type: 'delta'; readonly delta: Delta }
  /** Who is attached, all of them. */
  | { readonly type: 'present'; readonly attached: readonly Attached[] }
  /** Also whenever a connection begins: something may have been missed. */
  | { readonly type: 'changed' }

/** What to listen to. */
export interface StreamWish {
  readonly session: SessionId
  /** Entries after this seq, null for none. */
  readonly after: number | null
  readonly deltas: boolean
  /** Whether to hear who is attached. */
  readonly present: boolean
  /** Who is attached by this stream. */
  readonly members: readonly Attached[]
  /** Hears of every sign of life, which the gateway is then asked for more often; null for nobody. */
  readonly link: Pick<LinkWatch, 'heard' | 'lost'> | null
}

/** A gateway says something every 15 s; one that is silent for longer is gone, ms. */
const silenceMs = 45_000

const firstPauseMs = 100
const longestPauseMs = 5_000

/**
 * What comes from a session, over as many connections as it takes: each goes on behind the last entry of the one
 * before, so that none is missed and none comes twice. Ends with the signal.
 * @throws RemoteKeyError, SessionNotFoundError and others that waiting does not mend
 */
export async function* sessionStream(
  wire: Wire,
  wish: StreamWish,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void, void> {
  let after = wish.after
  let pauseMs = firstPauseMs
  wish.link?.lost()
  while (!signal.aborted) {
    try {
      for await (const event of connection(wire, { ...wish, after }, signal)) {
        pauseMs = firstPauseMs
        if (event.type === 'entry' && after !== null) {
          // Never seen: another connection begins where this one should have gone on.
          if (event.entry.seq !== after + 1) break
          after = event.entry.seq
        }
        yield event
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof RemoteUnreachableError)) throw error
    }
    if (!signal.aborted) wish.link?.lost()
    // Not all at once who were cut off at once.
    await wait(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(longestPauseMs, pauseMs * 2)
  }
}

/** The same over one connection. */
async function* connection(wire: Wire, wish: StreamWish, signal: AbortSignal): AsyncGenerator<StreamEvent, void, void> {
  const silent = new AbortController()
  let everyMs = usualAliveMs
  let timer = setTimeout(() => silent.abort(), silenceMs)
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silent.abort(), silenceMs)
    if (!signal.aborted) wish.link?.heard(everyMs)
  }
  try {
    const response = await wire.send(pathOf(wish), {
      headers: {
        Accept: 'text/event-stream',
        ...(wish.members.length > 0 && { [attachedHeader]: encodeAttached(wish.members) }),
      },
      signal: AbortSignal.any([signal, silent.signal]),
      patienceMs: 0,
      isStream: true,
    })
    if (!response.ok) {
      const answer = await readAnswer(response, wire.url)
      // What is behind the gateway is away, or it has too much to do: that passes.
      if (!('error' in answer) || response.status === 503)
        throw new RemoteUnreachableError(wire.url, `${response.status} instead of a stream`)
      throw toError(answer.error, wire.url, wish)
    }
    everyMs = Number(response.headers.get(aliveHeader) ?? usualAliveMs)
    heard()
    for await (const event of readEvents(bodyOf(response), heard)) {
      const decoded = decode(event)
      if (decoded !== null) yield decoded
    }
  } catch (error) {
    // Cut in the middle, or silent for too long.
    throw error instanceof TypeError || silent.signal.aborted
      ? new RemoteUnreachableError(wire.url, 'the stream broke', error)
      : error
  } finally {
    clearTimeout(timer)
  }
}

function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  return (response.body ?? []) as AsyncIterable<Uint8Array>
}

function pathOf({ session, after, deltas, present, link }: StreamWish): string {
  const query = new URLSearchParams({
    ...(after === null ? { entries: 'no' } : { after: String(after) }),
    ...(deltas ? {} : { deltas: 'no' }),
    ...(present ? {} : { present: 'no' }),
    ...(link === null ? {} : { alive: String(shortestAliveMs) }),
  })
  return `/v1/sessions/${encodeURIComponent(session)}/events?${query.toString()}`
}

/** Null for what a later gateway may say. */
function decode({ name, data }: ServerEvent): StreamEvent | null {
  switch (name) {
    case 'entry':
      return { type: 'entry', entry: JSON.parse(data) as StoredEntry }
    case 'delta': {
      const delta = decodeDelta(data)
      return delta === null ? null : { type: 'delta', delta }
    }
    case 'present':
      return {
        type: 'present',
        attached: (JSON.parse(data) as readonly unknown[]).flatMap((one) => readAttached(one) ?? []),
      }
    case 'changed':
      return { type: 'changed' }
    default:
      return null
  }
}
