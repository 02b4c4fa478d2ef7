import type { StoredEntry } from '../../core/log/entry.ts'
import type { Event } from '../../core/machine/events.ts'
import type { Delta } from '../../core/ports/deltas.ts'
import type { SessionSummary } from '../../core/ports/session-index.ts'
import type { BlobRef } from '../../core/values/blob-ref.ts'
import type { OpId, SessionId } from '../../core/values/ids.ts'
import { programVersion } from '../boot/program-version.ts'
import type { OutcomeLine } from './outcome-line.ts'

/** Version of these lines. It grows when a field changes its meaning; new fields and kinds may come at any time. */
export const runSchema = 1

/** The first line: what the others belong to. */
export interface SessionLine {
  readonly kind: 'session'
  readonly session: SessionId
  readonly schema: typeof runSchema
  /** Of the program. */
  readonly version: string
  readonly directory: string
  /** `provider/model`. */
  readonly model: string
  /** Entries follow with `seq` above this one. */
  readonly after: number
}

/** One entry of the log, its event spread out. */
export type EntryLine = Event & {
  readonly seq: number
  /** Wall clock, ms since the epoch. */
  readonly at: number
  /** The unit of work whose append recorded it; each is appended once. */
  readonly opId: OpId
}

/** A glimpse of an effect under way; only in `stream-json`. */
export interface DeltaLine extends Delta {
  readonly kind: 'delta'
}

/** Bytes that the entry before names, as text; only in `stream-json`, each ref once. */
export interface ContentLine {
  readonly kind: 'content'
  readonly ref: BlobRef
  readonly text: string
}

/** Every line of `run --json` and `run --output-format stream-json`. */
export type RunLine = SessionLine | EntryLine | DeltaLine | ContentLine | OutcomeLine

/** The first line for a session whose entries follow from after a seq. */
export function sessionLine(session: Pick<SessionSummary, 'id' | 'directory' | 'model'>, after: number): SessionLine {
  const { id, directory, model } = session
  return { kind: 'session', session: id, schema: runSchema, version: programVersion(), directory, model, after }
}

/** An entry of the log as a line. */
export function entryLine({ seq, at, opId, event }: StoredEntry): EntryLine {
  return { seq, at, opId, ...event }
}

/** Blobs that an event names and that a reader of the log wants to see, in the event's order. */
export function contentRefs(event: Event): readonly BlobRef[] {
  switch (event.kind) {
    case 'session.created':
      return [event.instructionsRef, event.toolsRef]
    case 'run.requested':
    case 'run.steered':
      return [event.input.ref]
    case 'turn.generated':
      return [
        ...event.items.map((item) => item.ref),
        ...event.calls.map((call) => call.argsRef),
        ...(event.textRef === null ? [] : [event.textRef]),
      ]
    case 'tool.finished':
    case 'shell.finished':
    case 'context.notified':
      return [event.item.ref]
    case 'shell.requested':
      return [event.lineRef]
    case 'context.compacted':
      return event.items.map((item) => item.ref)
    default:
      return []
  }
}
