import type { State } from '../../core/machine/state.ts'
import type { Store } from '../../core/ports/store.ts'
import { openBlobStage, type Work } from '../compose.ts'
import { readState } from '../open-store.ts'
import { showStack } from '../boot/report-failure.ts'
import { endingOf, explainError } from '../outcome/explain-error.ts'
import { failedOutcome, type OutcomeLine } from '../outcome/outcome-line.ts'
import { sessionLine } from '../outcome/run-lines.ts'
import { applyRun } from './apply-run.ts'
import { followRun } from './follow-run.ts'
import { openView } from './open-view.ts'
import { outputFormat, type RunFlagValues } from './run-flags.ts'
import { runOutcome } from './run-outcome.ts'
import type { RunView } from './run-view.ts'
import { openStopper, type Stopper } from './stopper.ts'
import { submitRun, type RunWish } from './submit-run.ts'
import { mountsHere } from '../workspace/mounts-here.ts'
import { thisMachine } from '../workspace/this-machine.ts'
import { writeLastMessage } from './write-last-message.ts'

/** A run in a session that is open. */
export interface ReadyRun {
  readonly run: RunWish
  readonly flags: RunFlagValues
  readonly directory: string
  /** `provider/model`. */
  readonly model: string
  /** The session before the run. */
  readonly before: State
}

/** How a run was left. */
export interface SeenRun {
  readonly outcome: OutcomeLine
  /** Whether the person did not wait for it to settle. */
  readonly left: boolean
}

/** Asks for the run, shows it to its end and says what came of it, whatever happens on the way. */
export async function seeThrough(ready: ReadyRun, store: Store, work: Work): Promise<SeenRun> {
  const { run, flags, directory, model, before } = ready
  // From here on there is a run to cancel; until now a signal just ended the process.
  const stopper = openStopper()
  const stage = openBlobStage(store)
  const { after, repeated } = await submitRun(run, store, { host: work.host, models: work.models, stage })
  const view = openView(
    {
      format: outputFormat(flags),
      color: flags.color ?? 'auto',
      quiet: flags.quiet,
      ephemeral: flags.ephemeral,
      commandId: run.commandId,
      api: run.api,
      repeated,
      state: before,
    },
    store,
  )
  view.begin(sessionLine({ id: run.session, directory, model }, after))
  const outcome = await watch(ready, after, view, stopper, store, work).catch((error: unknown) => {
    showStack(error)
    const facts = explainError(error)
    return { ...failedOutcome(endingOf(facts.code), facts), session: run.session }
  })
  await view.end(outcome)
  stopper.close()
  return { outcome, left: stopper.leaving.aborted }
}

async function watch(
  { run, flags }: ReadyRun,
  after: number,
  view: RunView,
  stopper: Stopper,
  store: Store,
  work: Work,
): Promise<OutcomeLine> {
  const { session, commandId } = run
  const { tally, seen } = await followRun({
    host: work.host,
    session,
    commandId,
    after,
    view,
    stopper,
    isRemote: work.server !== null,
  })
  const state = await readState(store, session)
  const facts = { session, tally, stop: stopper.stop, mounts: mountsHere(state.workspace.mounts, thisMachine(store)) }
  let outcome = await runOutcome(facts, store.blobs)
  if (flags.apply && outcome.outcome === 'completed') {
    outcome = await applyRun(outcome, session, state, store, work)
    for (const entry of await store.log.read(session, seen)) await view.entry(entry)
  }
  const file = flags['output-last-message']
  return file === null ? outcome : writeLastMessage(outcome, file)
}
