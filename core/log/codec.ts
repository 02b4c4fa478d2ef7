import type { Event, EventKind } from '../machine/events.ts'
import { CorruptEventError, UnknownEventError } from './errors.ts'
import { upcasters, type Payload, type Upcaster } from './upcasters.ts'
import { eventVersions } from './versions.ts'

/** An event as a store keeps it. */
export interface StoredEvent {
  readonly kind: string
  readonly version: number
  /** JSON object of the event's fields without `kind`. */
  readonly payload: string
}

/** The stored form of an event, in today's version. */
export function encodeEvent(event: Event): StoredEvent {
  const { kind, ...payload } = event
  return { kind, version: eventVersions[kind], payload: JSON.stringify(payload) }
}

/**
 * The event of a stored form, brought to today's version.
 * @throws UnknownEventError, CorruptEventError
 */
export function decodeEvent(stored: StoredEvent, steps: Readonly<Record<string, Upcaster>> = upcasters): Event {
  const { kind, version } = stored
  if (!isKnownKind(kind) || version > eventVersions[kind]) throw new UnknownEventError(kind, version)
  let payload = parsePayload(kind, stored.payload)
  for (let from = version; from < eventVersions[kind]; from++) {
    const step = steps[`${kind}@${from}`]
    if (step === undefined) throw new UnknownEventError(kind, from)
    payload = step(payload)
  }
  return { kind, ...payload } as unknown as Event
}

function isKnownKind(kind: string): kind is EventKind {
  return Object.hasOwn(eventVersions, kind)
}

function parsePayload(kind: string, text: string): Payload {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new CorruptEventError(kind, 'not JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new CorruptEventError(kind, 'not an object')
  return parsed as Payload
}
