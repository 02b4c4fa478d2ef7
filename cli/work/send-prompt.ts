import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '../../core/values/errors.ts'
import type { Store } from '../../core/ports/store.ts'
import { openBlobStage, type Work } from '../compose.ts'
import type { Stop } from '../boot/stop-signals.ts'
import { judgeRun } from '../outcome/judge-run.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { nothingDone, type OutcomeLine } from '../outcome/outcome-line.ts'
import { remoteWorks } from '../remote/remote-works.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { unansweredMs } from '../remote/unanswered.ts'
import { whileLong } from '../remote/while-long.ts'
import { isUnanswered } from '../../remote/client/passing.ts'
import { openStopper } from './stopper.ts'
import { submitRun, type RunWish, type SubmittedRun } from './submit-run.ts'

/** How long a server that does not answer is sent a prompt, ms: longer than it takes to be started anew. */
const usualPatienceMs = 60_000

/** A prompt that is stored, or what is known of one that may be. */
export type SentPrompt =
  { readonly type: 'stored'; readonly run: SubmittedRun } | { readonly type: 'unsure'; readonly outcome: OutcomeLine }

/** How a prompt is sent. */
export interface SendWish {
  /** Hears that it takes long. */
  readonly say: (words: string) => void
  readonly patienceMs?: number
}

/**
 * Sends the prompt of a run that is not waited for, under its one id as often as it takes. Ends with the patience for a
 * server that does not answer, and with Ctrl-C. @throws what sending it again does not mend
 */
export async function sendPrompt(
  run: RunWish,
  store: Store,
  { host, models }: Pick<Work, 'host' | 'models'>,
  { say, patienceMs = usualPatienceMs }: SendWish,
): Promise<SentPrompt> {
  const work = { host, models, stage: openBlobStage(store) }
  const server = remoteWorks.get(store)
  if (server === undefined) return { type: 'stored', run: await submitRun(run, store, work) }
  let isSent = false
  const sending: typeof host.submit = (...given) => {
    isSent = true
    return host.submit(...given)
  }
  const stopper = openStopper()
  const over = new AbortController()
  const enough = AbortSignal.any([stopper.asked, over.signal])
  const late = wait(patienceMs, null, { signal: enough }).catch(() => null)
  server.persevere(AbortSignal.any([enough, AbortSignal.timeout(patienceMs)]))
  try {
    const going = submitRun(run, store, { ...work, host: { submit: sending } }).catch((error: unknown) => {
      if (isUnanswered(errorCode(error))) return null
      throw error
    })
    const long = () => say(`the server does not answer; the prompt is sent again for up to ${patienceMs / 1_000} s`)
    const stored = await whileLong(Promise.race([going, late]), unansweredMs, long)
    if (stored !== null) return { type: 'stored', run: stored }
    return { type: 'unsure', outcome: unsure(run, isSent, stopper.stop, patienceMs) }
  } finally {
    over.abort()
    stopper.close()
  }
}

function unsure({ session }: RunWish, isSent: boolean, stop: Stop | null, patienceMs: number): OutcomeLine {
  const why =
    stop === null ? `the server did not answer for ${patienceMs / 1_000} s` : 'left before the server answered'
  const what = isSent
    ? `the prompt may be stored, or not: ${commandLine(`sessions show ${session}`)} shows whether it is`
    : `the prompt was not sent; ${commandLine(`run -r ${session}`)} takes it`
  const message = `${why}; ${what}`
  const judged =
    stop === null
      ? ({ outcome: 'failed', exitCode: exitCodes.failed, error: { code: 'remote-unreachable', message } } as const)
      : judgeRun(null, stop, message)
  return { kind: 'outcome', ...nothingDone, ...judged, session }
}
