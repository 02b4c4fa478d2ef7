import type { Store } from '../../core/ports/store.ts'
import { openBlobStage, type Work } from '../compose.ts'
import { showStack } from '../boot/report-failure.ts'
import { endingOf, explainError } from '../outcome/explain-error.ts'
import { failedOutcome, type OutcomeLine } from '../outcome/outcome-line.ts'
import { sessionLine } from '../outcome/run-lines.ts'
import { emptyTally } from '../outcome/run-tally.ts'
import { note } from '../render/print.ts'
import { remoteWorks } from '../remote/remote-works.ts'
import { ServerContact } from '../remote/server-contact.ts'
import type { Followed } from './follow-run.ts'
import { judgeLeft } from './judge-left.ts'
import { openView } from './open-view.ts'
import type { ReadyRun } from './ready-run.ts'
import { outputFormat } from './run-flags.ts'
import { unreadOutcome } from './run-outcome.ts'
import type { RunView } from './run-view.ts'
import { openStopper } from './stopper.ts'
import { submitRun } from './submit-run.ts'
import { unlessGone } from './unless-gone.ts'
import { watchRun } from './watch-run.ts'

/** How a run was left. */
export interface SeenRun {
  readonly outcome: OutcomeLine
  /** Whether the person did not wait for it to settle. */
  readonly left: boolean
}

/** How long a server that is there gets to say how far the run is, when nobody waits for more, ms. */
const atOnceMs = 1_000

/** Asks for the run, shows it to its end and says what came of it, whatever happens on the way. */
export async function seeThrough(ready: ReadyRun, store: Store, work: Work): Promise<SeenRun> {
  const { session, commandId, head, limits } = ready.run
  // From here on there is a run to cancel; until now a signal just ended the process.
  const stopper = openStopper()
  let followed: Followed = { tally: emptyTally(commandId), seen: head, isTold: false }
  let say = (words: string): void => (ready.flags.quiet ? undefined : note(words))
  const contact =
    work.server === null
      ? null
      : new ServerContact({
          ...{ session, link: work.link, wallClockMs: limits.wallClockMs, asked: stopper.asked },
          ...{ isTold: () => followed.isTold, say: (words: string) => say(words) },
        })
  const leaving = contact === null ? stopper.leaving : AbortSignal.any([stopper.leaving, contact.timeUp])
  /** Null when a server keeps somebody waiting who wants to leave. */
  const heard = async <T>(going: Promise<T>): Promise<T | null> =>
    contact === null ? going : unlessGone(going, leaving, () => (contact.isHere ? atOnceMs : 0))
  const unread = (): OutcomeLine => {
    const judgement = judgeLeft(session, stopper.stop, followed.tally.outcome !== null, followed.isTold)
    return unreadOutcome({ session, tally: followed.tally, judgement })
  }
  const failed = (error: unknown): OutcomeLine => {
    // What fails because nobody waits any more says nothing of the run.
    if (contact !== null && leaving.aborted) return unread()
    showStack(error)
    const facts = explainError(error)
    return { ...failedOutcome(endingOf(facts.code), facts), session }
  }
  try {
    const server = remoteWorks.get(store)
    server?.persevere(leaving)
    // Known already from what opened the session.
    if (server?.isUnwoken(session) === true) contact?.untaken()
    const stage = openBlobStage(store)
    const submitted = await heard(submitRun(ready.run, store, { host: work.host, models: work.models, stage }))
    const { after, repeated } = submitted ?? { after: head, repeated: false }
    const view = viewOf(ready, repeated, store)
    say = (words) => view.remark(words)
    view.begin(sessionLine({ id: session, directory: ready.directory, model: ready.model }, after))
    const report = (progress: Followed): void => {
      followed = progress
      contact?.heard()
    }
    const watch = () => watchRun({ ready, after, view, stopper, leaving, contact, report }, store, work).catch(failed)
    const outcome = (submitted && (await heard(watch()))) ?? unread()
    await view.end(outcome)
    return { outcome, left: leaving.aborted }
  } finally {
    stopper.close()
    contact?.close()
  }
}

function viewOf({ run, flags, before }: ReadyRun, repeated: boolean, store: Store): RunView {
  const { commandId, api } = run
  const { quiet, ephemeral, color } = flags
  const format = outputFormat(flags)
  return openView({ format, color: color ?? 'auto', quiet, ephemeral, commandId, api, repeated, state: before }, store)
}
