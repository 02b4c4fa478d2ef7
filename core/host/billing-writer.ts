import { billOf, type Metered } from '../effects/index.ts'
import { advance, type Event, type Intent, type State } from '../machine/index.ts'
import type { Clock } from '../ports/clock.ts'
import type { Models } from '../ports/models.ts'
import type { InFlight } from './in-flight.ts'
import type { Writer } from './writer.ts'

/** A writer that bills model calls in flight in the append that makes them unwanted, before what it records, and ends them. */
export function billingWriter(writer: Writer, inFlight: InFlight, models: Models, clock: Clock): Writer {
  return {
    epoch: writer.epoch,
    get folded() {
      return writer.folded
    },
    intents: writer.intents,
    commit: async (opId, events, blobs) => {
      const withBills: typeof events = (folded) => {
        const own = events(folded)
        if (own.length === 0) return own
        const { intents } = advance(folded.state, own, clock.now())
        return [...unclaimedBills(inFlight, intents, folded.state, models), ...own]
      }
      await writer.commit(opId, withBills, blobs)
      inFlight.keepOnly(writer.intents())
    },
  }
}

/** The bills of model calls whose results nobody waits for. */
export function unclaimedBills(
  inFlight: InFlight,
  wanted: readonly Intent[],
  state: State,
  models: Models,
): readonly Event[] {
  return inFlight.unclaimed(wanted).flatMap(({ intent, metered }) => billOfCall(intent, metered, state, models) ?? [])
}

/** The bill of a model call that has no result; null for other work. */
export function billOfCall(
  intent: Intent,
  metered: Metered,
  { session }: State,
  models: Pick<Models, 'cost'>,
): Event | null {
  if (session === null) return null
  const bill = billOf(metered, session, models)
  if (intent.kind === 'model.generate')
    return { kind: 'turn.billed', turnId: intent.turnId, attempt: intent.attempt, ...bill }
  return intent.kind === 'context.compact' ? { kind: 'context.billed', number: intent.number, ...bill } : null
}
