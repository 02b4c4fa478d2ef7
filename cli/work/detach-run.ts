import type { Store } from '../../core/ports/store.ts'
import { openBlobStage, type Work } from '../compose.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { nothingDone, type OutcomeLine } from '../outcome/outcome-line.ts'
import { sessionLine } from '../outcome/run-lines.ts'
import { note, print, printJson } from '../render/print.ts'
import { ensureDriver } from './background.ts'
import { outputFormat } from './run-flags.ts'
import type { ReadyRun } from './ready-run.ts'
import type { SeenRun } from './see-through.ts'
import { submitRun } from './submit-run.ts'
import { remoteWorks } from '../remote/remote-works.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { untoldWords } from '../remote/untaken.ts'

/** Asks for the run, makes sure that somebody does it, and does not wait. */
export async function detachRun(ready: Omit<ReadyRun, 'before'>, store: Store, work: Work): Promise<SeenRun> {
  const { run, flags, directory, model } = ready
  const { session, commandId } = run
  const stage = openBlobStage(store)
  const { after } = await submitRun(run, store, { host: work.host, models: work.models, stage })
  const driver = await ensureDriver(session, work, flags.sandbox)
  const format = outputFormat(flags)
  const outcome: OutcomeLine = {
    kind: 'outcome',
    outcome: 'detached',
    exitCode: exitCodes.done,
    ...nothingDone,
    session,
    detached: { commandId, driver: driver?.pid ?? null },
  }
  if (format === 'log' || format === 'stream-json') printJson(sessionLine({ id: session, directory, model }, after))
  if (format !== 'text') printJson(outcome)
  else print(session)
  const isUntold = remoteWorks.get(store)?.isUnwoken(session) === true
  // Whoever reads JSON, too, would wait for a run that does not begin.
  if (!flags.quiet && (format === 'text' || isUntold)) {
    const who = isUntold ? untoldWords : work.server !== null ? serverGoesOn : whoDrives(driver)
    note(`${who}; ${commandLine(`log ${session} --follow`)}, ${commandLine(`stop ${session}`)}`)
  }
  return { outcome, left: false }
}

const serverGoesOn = 'a worker of the server goes on with it'

function whoDrives(driver: Awaited<ReturnType<typeof ensureDriver>>): string {
  if (driver === null) return 'there is nothing left to do'
  return driver.isNew ? `goes on in the background (pid ${driver.pid})` : `queued; pid ${driver.pid} drives the session`
}
