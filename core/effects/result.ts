import type { Event } from '../machine/events.ts'
import type { StagedBlob } from '../ports/event-log.ts'
import type { OpId } from '../values/ids.ts'

/** What performing an intent came to: facts, and the bytes they name. */
export interface EffectResult {
  readonly opId: OpId
  readonly events: readonly Event[]
  readonly blobs: readonly StagedBlob[]
}
