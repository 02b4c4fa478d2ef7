import type { Store } from '../../core/ports/store.ts'
import type { Work } from '../compose.ts'
import { readState } from '../open-store.ts'
import { judgeRun } from '../outcome/judge-run.ts'
import type { OutcomeLine } from '../outcome/outcome-line.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'
import { applyRun } from './apply-run.ts'
import { followRun, type FollowedRun } from './follow-run.ts'
import { judgeLeft } from './judge-left.ts'
import { runOutcome } from './run-outcome.ts'
import type { ReadyRun } from './ready-run.ts'
import type { Stopper } from './stopper.ts'
import { writeLastMessage } from './write-last-message.ts'

/** A run that was asked for. */
export interface WatchedRun extends Pick<FollowedRun, 'after' | 'view' | 'report'> {
  readonly ready: ReadyRun
  readonly stopper: Stopper
  /** Aborted when there is no more waiting. */
  readonly leaving: AbortSignal
  /** With the server that works on it; null where this machine does. */
  readonly contact: FollowedRun['server']
}

/** Shows a run to its end, applies it where that is wanted, and says what came of it. */
export async function watchRun(watched: WatchedRun, store: Store, work: Work): Promise<OutcomeLine> {
  const { ready, stopper, leaving, contact, view, report, after } = watched
  const { run, flags } = ready
  const { session, commandId } = run
  const { tally, seen, isTold } = await followRun({
    ...{ host: work.host, session, commandId, after, view, server: contact, ...(report && { report }) },
    stopper: { asked: stopper.asked, leaving },
  })
  const state = await readState(store, session)
  const hasLeft = contact !== null && tally.outcome === null
  const judgement = hasLeft ? judgeLeft(session, stopper.stop, false, isTold) : judgeRun(tally.outcome, stopper.stop)
  const mounts = mountsHere(state.workspace.mounts, thisMachine(store))
  let outcome = await runOutcome({ session, tally, judgement }, mounts, store.blobs)
  if (flags.apply && outcome.outcome === 'completed') {
    outcome = await applyRun(outcome, session, state, store, work)
    for (const entry of await store.log.read(session, seen)) await view.entry(entry)
  }
  const file = flags['output-last-message']
  return file === null ? outcome : writeLastMessage(outcome, file)
}
