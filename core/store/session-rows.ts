import { decodeEvent, type StoredEvent } from '../log/codec.ts'
import type { SessionInput, SessionOrigin, SessionSummary } from '../ports/session-index.ts'
import type { SessionId } from '../values/ids.ts'

/** A session as a database has it: where it came from is JSON, or null. */
export type SummaryRow = Omit<SessionSummary, 'origin'> & { readonly origin: string | null }

export function toSummary({ origin, ...facts }: SummaryRow): SessionSummary {
  return origin === null ? facts : { ...facts, origin: JSON.parse(origin) as SessionOrigin }
}

/** An event in which a person asked for something, with its session. */
export type InputRow = StoredEvent & { readonly id: SessionId; readonly seq: number }

/** One input, or none for an event of another kind. */
export function toInput({ id, seq, ...stored }: InputRow): readonly SessionInput[] {
  const event = decodeEvent(stored)
  if (event.kind !== 'run.requested' && event.kind !== 'run.steered') return []
  return [{ session: id, seq, ref: event.input.ref }]
}
