import { openWindow, perform, type CreatedState, type EffectPorts, type Meter, type Window } from '../effects/index.ts'
import { leavingOpId, takeoverOpId } from '../machine/op-ids.ts'
import { deadline } from '../machine/run/halting.ts'
import type { Intent, StopShellIntent, StopToolIntent } from '../machine/index.ts'
import { stateVersion, type State } from '../machine/state.ts'
import type { CommandId, SessionId } from '../values/ids.ts'
import { asksModel } from './asks-model.ts'
import { billingWriter, unclaimedBills } from './billing-writer.ts'
import { fullDisk } from './full-disk.ts'
import type { Hindrances } from './hindrances.ts'
import { openInFlight, serves, type Arrival } from './in-flight.ts'
import { drainInbox } from './inbox-drain.ts'
import { checkpointEvery, type Folded } from './load-state.ts'
import { lostBills, lostWork } from './lost-work.ts'
import type { HostPorts } from './ports.ts'
import { openTimers } from './timers.ts'
import { countUnrecorded, type Unrecorded } from './unrecorded.ts'
import type { Writer } from './writer.ts'

/** How long what was told to stop may take to answer, ms. */
const stopGraceMs = 5_000

/** One session under this process's lease: commands and results in, facts and effects out. */
export interface Driver {
  /** Records what the process before left without a result; `died`: it had no time to say what that took. */
  takeOver(epoch: number, died: boolean): Promise<void>
  /**
   * Takes in what has arrived and starts what is wanted, unless `until` holds and nothing is in flight. `isEnding`: a model
   * that is not asked yet, for its time has not come or something is away, is left to the next driver.
   * What it throws for a full disk leaves all as it was: it may be called again.
   */
  step(until: (state: State) => boolean, isEnding?: boolean): Promise<'working' | 'resting' | 'yielded'>
  checkpoint(): Promise<void>
  /** Records what model calls in flight have taken so far, before they are abandoned. */
  leave(epoch: number): Promise<void>
  /** What would be lost if it were abandoned now; behind `abandon`, what was. */
  unrecorded(): Unrecorded
  /** Ends what is in flight without a record: the next driver recovers it from the log. */
  abandon(): void
}

/** Opens the driver of a leased session; `ring` is called when a step may find something to do. */
export function openDriver(
  session: SessionId,
  ports: HostPorts,
  plainWriter: Writer,
  hindrances: Hindrances,
  ring: () => void,
): Driver {
  const effects: EffectPorts = { ...ports, blobs: ports.store.blobs }
  const window: Window = openWindow(session, effects.blobs, ports.memory?.parsed)
  const inFlight = openInFlight(ring)
  const writer = billingWriter(plainWriter, inFlight, ports.models, ports.clock)
  const timers = openTimers(ring)
  let saved = writer.folded.head
  /** Whether a result waits for room on the disk. */
  let isStalled = false
  let abandoned: Unrecorded | null = null
  const unrecorded = () =>
    abandoned ??
    countUnrecorded(
      writer.intents().filter((intent) => !isWaiting(intent)),
      inFlight,
    )

  /** Whether a model is still to be asked. */
  const isWaiting = (intent: Intent): boolean =>
    asksModel(intent) &&
    (hindrances.has(intent.opId) || ('notBefore' in intent && intent.notBefore > ports.clock.now()))

  const take = async (arrival: Arrival) => {
    if ('error' in arrival) throw arrival.error
    const { intent, result } = arrival
    const wanted = () => writer.intents().some((candidate) => serves(intent, candidate))
    await writer.commit(result.opId, () => (wanted() ? result.events : []), result.blobs)
  }

  const work = async (intent: Intent, signal: AbortSignal, meter: Meter) => {
    if (intent.kind === 'model.generate') await ports.clock.sleep(intent.notBefore - ports.clock.now(), signal)
    const state = created(writer.folded.state)
    const hindered = (hindrance: Error | null) => hindrances.set(intent.opId, hindrance)
    return perform(intent, { session, state, window, ports: effects, signal, meter, hindered })
  }

  const start = (intent: Intent) => {
    if (isStop(intent) && inFlight.has(intent.opId)) return stop(intent)
    if (inFlight.has(intent.opId)) return
    const wanted = isStop(intent) ? neverBegun(intent) : intent
    inFlight.start(wanted, (signal, meter) => work(wanted, signal, meter))
  }

  const stop = (intent: StopIntent) => {
    if (!inFlight.stop(intent.opId)) return
    timers.once(intent.opId, stopGraceMs, () => {
      // Still silent: it is settled as unknown, and its own answer no longer counts.
      if (inFlight.has(intent.opId)) inFlight.replace(intent, (signal, meter) => work(intent, signal, meter))
    })
  }

  const expire = async () => {
    const { active } = writer.folded.state.run
    const due = deadline(writer.folded.state.run)
    if (active === null || due === null) return
    if (due > ports.clock.now()) return timers.once(`deadline/${active.runId}`, due - ports.clock.now(), ring)
    const id = `expire.${active.runId}` as CommandId
    await ports.store.inbox.submit(session, { id, command: { kind: 'run.expire', runId: active.runId } }, [])
  }

  return {
    takeOver: (epoch, died) => {
      const left = ({ state }: Folded) => [...(died ? lostBills(state, ports) : []), ...lostWork(state)]
      return writer.commit(takeoverOpId(epoch), left, [])
    },
    leave: (epoch) =>
      writer.commit(leavingOpId(epoch), ({ state }) => unclaimedBills(inFlight, [], state, ports.models), []),
    step: async (until, isEnding = false) => {
      // What a person asked while a result could not be recorded comes before that result.
      if (isStalled) await drainInbox(ports.store.inbox, session, writer)
      isStalled = false
      const full = (await inFlight.take(take).catch(fullDisk)) ?? null
      await expire()
      await drainInbox(ports.store.inbox, session, writer)
      const wanted = writer.intents()
      inFlight.keepOnly(isEnding ? wanted.filter((intent) => !isWaiting(intent)) : wanted)
      // A result that cannot be recorded is kept, and what a person asks meanwhile is heeded: it may end the wait.
      isStalled = full !== null && inFlight.hasArrivals
      if (full !== null && isStalled) throw full
      if (isDue()) await save()
      if (wanted.length > 0 && inFlight.size === 0 && wanted.every(isFree) && until(writer.folded.state))
        return 'yielded'
      wanted.forEach(start)
      ports.deltas.keepOnly(session, inFlight.opIds)
      return inFlight.size > 0 ? 'working' : 'resting'
    },
    checkpoint: () => save(),
    unrecorded,
    abandon: () => {
      abandoned = unrecorded()
      timers.clear()
      inFlight.abortAll()
      ports.deltas.keepOnly(session, [])
    },
  }

  function isDue(): boolean {
    // Not since this driver began: many drive one run, each a little.
    return Math.floor(writer.folded.head / checkpointEvery) > Math.floor(saved / checkpointEvery)
  }

  async function save() {
    const { head, state } = writer.folded
    if (head === saved) return
    await ports.store.checkpoints.save(session, { seq: head, version: stateVersion, state })
    saved = head
  }
}

type StopIntent = StopToolIntent | StopShellIntent

function isStop(intent: Intent): intent is StopIntent {
  return intent.kind === 'tool.stop' || intent.kind === 'shell.stop'
}

/**
 * What is to be stopped and was never dispatched: it was started under this lease, since what others had
 * started is lost, and is not in flight. That is certain, so its outcome is not `unknown`.
 */
function neverBegun(intent: StopIntent): Intent {
  const reason = 'cancelled'
  return intent.kind === 'tool.stop'
    ? { ...intent, kind: 'tool.settle', reason }
    : { ...intent, kind: 'shell.settle', reason }
}

/** Whether work may be left to the next driver: what is recorded as started would be lost on the way. */
function isFree({ kind }: Intent): boolean {
  return kind !== 'tool.run' && kind !== 'shell.run'
}

function created(state: State): CreatedState {
  if (state.session === null) throw new Error('work is wanted of a session that was never created')
  return state as CreatedState
}
