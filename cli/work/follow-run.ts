import type { Host } from '../../core/host/host.ts'
import { keepDriving } from '../../core/host/keep-driving.ts'
import type { RunState } from '../../core/machine/run/state.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import { FailedError } from '../errors.ts'
import { emptyTally, tallyEntry, type RunTally } from '../outcome/run-tally.ts'
import type { RunView } from './run-view.ts'
import type { ServerContact } from '../remote/server-contact.ts'
import { whileUntaken } from '../remote/untaken.ts'
import type { Stopper } from './stopper.ts'

/** The run to see through to its end. */
export interface FollowedRun {
  readonly host: Host
  readonly session: SessionId
  /** Of the submitted `run.request`. */
  readonly commandId: CommandId
  /** Entries are shown from the one after this seq. */
  readonly after: number
  readonly view: RunView
  readonly stopper: Pick<Stopper, 'asked' | 'leaving'>
  /** The server whose workers drive: that there may be none is said. Null where this process may. */
  readonly server: Pick<ServerContact, 'untaken'> | null
  /** Hears how far it is: what follows may never come. */
  readonly report?: (followed: Followed) => void
}

/** How long a driver may take to hand over once the run is done, ms. */
const handOverMs = 2_000

/** What a run came to, and the seq of the last entry shown. */
export interface Followed {
  readonly tally: RunTally
  readonly seen: number
  /** Whether the cancel that was asked for is stored. */
  readonly isTold: boolean
}

/**
 * Drives the session, or watches whoever does, until the run is over. A tally without outcome means
 * that the person left before that. @throws FailedError when the request was rejected
 */
export async function followRun(run: FollowedRun): Promise<Followed> {
  const { host, session, commandId, view, stopper, server, report = () => undefined } = run
  const enough = new AbortController()
  const done = new AbortController()
  const signal = AbortSignal.any([done.signal, stopper.leaving])
  let tally = emptyTally(commandId)
  let seen = run.after
  let isTold = false
  let cancelling = Promise.resolve()
  const cancel = (): void => {
    if (tally.runId === null || tally.outcome !== null) return
    const id = `cancel.${commandId}` as CommandId
    const submitting = host.submit(session, id, { kind: 'run.cancel', runId: tally.runId })
    cancelling = submitting
      .then(() => {
        isTold = true
        report({ tally, seen, isTold })
      })
      .catch(() => undefined)
  }
  stopper.asked.addEventListener('abort', cancel)
  const unsubscribe = host.deltas(session, (delta) => view.delta(delta))
  const driving = takePart(run, signal, AbortSignal.any([signal, enough.signal])).catch((error: unknown) => {
    done.abort()
    return { error }
  })
  try {
    for await (const entry of host.follow(session, run.after, signal)) {
      tally = tallyEntry(tally, entry)
      seen = entry.seq
      report({ tally, seen, isTold })
      await view.entry(entry)
      if (entry.event.kind === 'run.requested' && stopper.asked.aborted) cancel()
      if (tally.outcome !== null) break
    }
    enough.abort()
    if (tally.outcome !== null) await Promise.race([driving, pause(handOverMs, signal)])
  } finally {
    done.abort()
    unsubscribe()
    stopper.asked.removeEventListener('abort', cancel)
  }
  const failed = stopper.leaving.aborted ? null : await driving
  if (failed) throw failed.error
  // What is on its way to a server may just be there.
  if (server !== null) await cancelling
  return { tally, seen, isTold }
}

/** Takes part until it is enough; a run of somebody else that follows ours is left to them. */
async function takePart(
  { host, session, commandId, server }: FollowedRun,
  signal: AbortSignal,
  enough: AbortSignal,
): Promise<null> {
  const settled = host.settled(session, commandId, signal)
  const status = await whileUntaken(settled, server && (() => server.untaken()))
  if (status.status === 'rejected') throw new FailedError(status.rejection.code, status.rejection.message)
  await keepDriving(host, session, signal, { enough, until: ({ run }) => !wantsRun(run, commandId) })
  return null
}

function wantsRun({ active, queued }: RunState, commandId: CommandId): boolean {
  return active?.commandId === commandId || queued.some((run) => run.commandId === commandId)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms)
    function finish(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    signal.addEventListener('abort', finish)
  })
}
