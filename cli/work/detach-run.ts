import type { Store } from '../../core/ports/store.ts'
import type { Work } from '../compose.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { nothingDone, type OutcomeLine } from '../outcome/outcome-line.ts'
import { sessionLine } from '../outcome/run-lines.ts'
import { note, print, printJson } from '../render/print.ts'
import { ensureDriver } from './background.ts'
import { outputFormat } from './run-flags.ts'
import type { ReadyRun } from './ready-run.ts'
import type { SeenRun } from './see-through.ts'
import { sendPrompt } from './send-prompt.ts'
import { remoteWorks } from '../remote/remote-works.ts'
import { commandLine } from '../remote/typed-remote.ts'
import { untoldWords } from '../remote/untaken.ts'

/** Asks for the run, makes sure that somebody does it, and does not wait. */
export async function detachRun(ready: Omit<ReadyRun, 'before'>, store: Store, work: Work): Promise<SeenRun> {
  const { run, flags, directory, model } = ready
  const { session, commandId } = run
  const format = outputFormat(flags)
  const sent = await sendPrompt(run, store, work, { say: (words) => (flags.quiet ? undefined : note(words)) })
  if (sent.type === 'unsure') {
    // What is quiet, or JSON, has it said by whoever called.
    if (format !== 'text') printJson(sent.outcome)
    else if (!flags.quiet) note(`error: ${sent.outcome.error?.message}`)
    return { outcome: sent.outcome, left: true }
  }
  const { after } = sent.run
  const driver = await ensureDriver(session, work, flags.sandbox)
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
