import type { Event } from '../machine/events.ts'
import type { OpId } from '../values/ids.ts'

/** One line of the log. `seq` counts from 1 without a gap; time never orders anything. */
export interface StoredEntry {
  readonly seq: number
  /** Wall clock of the host that appended, ms since the epoch. */
  readonly at: number
  /** The unit of work whose append recorded it. */
  readonly opId: OpId
  readonly event: Event
}
