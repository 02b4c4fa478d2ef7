import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
  ActivityCancellationType,
} from '@temporalio/workflow'
import type { Activities } from './activities.ts'
import { mailSignal, type SessionStart } from './messages.ts'

/* Bundled for Temporal's sandbox: nothing here may touch Node, and nothing but names and numbers is kept. */

/** A turn with its tools may take hours; a worker that died is found by its silence. */
const workOf = ({ silenceMs = 15_000 }: SessionStart): Activities['work'] =>
  proxyActivities<Activities>({
    startToCloseTimeout: '24 hours',
    heartbeatTimeout: silenceMs,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
  }).work

/** Looks after one session: works on it until there is nothing to do, waits for mail, and completes when none comes. */
export async function session(start: SessionStart): Promise<void> {
  const work = workOf(start)
  let hasMail = true
  setHandler(defineSignal(mailSignal), () => {
    hasMail = true
  })
  // One timer that is looked at when it ends, and never cancelled: half the events, and half of what a waiting session weighs.
  const timer = { isSet: false, isUp: false, sawWork: false }
  const setTimer = () => {
    if (timer.isSet) return
    Object.assign(timer, { isSet: true, isUp: false, sawWork: false })
    void sleep(start.idleMs).then(() => Object.assign(timer, { isSet: false, isUp: true }))
  }
  for (;;) {
    while (!hasMail) {
      setTimer()
      await condition(() => hasMail || timer.isUp)
      if (!hasMail && !timer.sawWork) return
    }
    hasMail = false
    timer.sawWork = true
    const done = await work({ tenant: start.tenant, session: start.session })
    if (done.next === 'more') hasMail = true
    const { continueAsNewSuggested, historyLength } = workflowInfo()
    // What is signalled until then the server does not let be forgotten: it has the task done over.
    if (hasMail && (continueAsNewSuggested || historyLength > start.mostEvents))
      await continueAsNew<typeof session>(start)
  }
}
