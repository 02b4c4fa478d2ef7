import type { SessionId } from '../../core/values/ids.ts'
import type { Stop } from '../boot/stop-signals.ts'
import { judgeRun, type Judgement } from '../outcome/judge-run.ts'
import { exitCodes } from '../outcome/outcome.ts'
import { commandLine } from '../remote/typed-remote.ts'

/** What a person is told who leaves before the end. */
function leftThere(session: SessionId, isTold: boolean): string {
  return isTold
    ? `left before the run had settled; the server was told to stop it, and ${commandLine(`log ${session}`)} has what came of it`
    : `left, and the run was not told to stop: it goes on on the server, and ${commandLine(`stop ${session}`)} ends it`
}

/** The outcome of a run of a server that could not be followed to its end, or not be read from there. */
export function judgeLeft(session: SessionId, stop: Stop | null, hasEnded: boolean, isTold: boolean): Judgement {
  const log = commandLine(`log ${session}`)
  if (stop === null) {
    const message = `the time of the run is over, and there is no connection to the server, which ends it by itself; ${log} has what came of it`
    return { outcome: 'limit', exitCode: exitCodes.limit, limit: 'wall-clock', error: { code: 'limit', message } }
  }
  const left = hasEnded ? `left before all of the run could be read; ${log} has it` : leftThere(session, isTold)
  return judgeRun(null, stop, left)
}
