import { advance, type Event, type Intent } from '../machine/index.ts'
import type { StagedBlob } from '../ports/event-log.ts'
import type { Store } from '../ports/store.ts'
import type { Clock } from '../ports/clock.ts'
import { LightspeedError } from '../values/errors.ts'
import type { OpId, SessionId } from '../values/ids.ts'
import { catchUp, type Folded } from './load-state.ts'
import { plan } from '../machine/plan.ts'

/** Another process took the session over; what this one still does no longer counts. */
export class FencedError extends LightspeedError {
  readonly code = 'fenced'
  constructor(readonly session: SessionId) {
    super(`another process took over session ${session}`)
  }
}

/** The one writer of a session while its lease is held: appends, and folds what it appended. */
export interface Writer {
  /** Of the lease. */
  readonly epoch: number
  readonly folded: Folded
  /** Work that the state wants now. */
  intents(): readonly Intent[]
  /**
   * Records facts and those that the plan derives from them, in one append. `events` is asked again
   * when the log has moved; an empty answer records nothing. @throws FencedError
   */
  commit(opId: OpId, events: (folded: Folded) => readonly Event[], blobs: readonly StagedBlob[]): Promise<void>
}

/** Opens the writer of a lease's epoch over a fold that reaches the head. */
export function openWriter(store: Store, session: SessionId, epoch: number, clock: Clock, start: Folded): Writer {
  let folded = start
  const refold = async () => {
    folded = await catchUp(store, session, folded)
  }
  return {
    epoch,
    get folded() {
      return folded
    },
    intents: () => plan(folded.state).intents,
    commit: async (opId, events, blobs) => {
      for (;;) {
        const own = events(folded)
        if (own.length === 0) return
        const at = clock.now()
        const { state, facts } = advance(folded.state, own, at)
        const all = [...own, ...facts]
        const expect = folded.head
        const result = await store.log.append({ session, epoch, opId, expect, at, events: all, blobs })
        switch (result.status) {
          case 'ok':
            folded = { state, head: result.head, last: { at, opId } }
            return
          case 'duplicate':
            return refold()
          case 'conflict':
            await refold()
            break
          case 'fenced':
            throw new FencedError(session)
        }
      }
    },
  }
}
