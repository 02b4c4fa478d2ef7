import { assertNever } from '../../values/assert-never.ts'
import { accept, reject, type Decision } from '../../values/decision.ts'
import type { CommandId, RunId } from '../../values/ids.ts'
import type { RunCancel, RunCommand, RunExpire, RunRequest, RunSteer, RunUnsteer } from './commands.ts'
import type { RunEvent } from './events.ts'
import { isHalting } from './halting.ts'
import { limitsFault } from './limits-fault.ts'
import type { RunState } from './state.ts'

/** Answers commands about runs. */
export function decideRun(run: RunState, command: RunCommand, commandId: CommandId): Decision<RunEvent> {
  switch (command.kind) {
    case 'run.request':
      return request(run, command, commandId)
    case 'run.steer':
      return steer(run, command, commandId)
    case 'run.unsteer':
      return unsteer(run, command, commandId)
    case 'run.cancel':
      return cancel(run, command, commandId)
    case 'run.expire':
      return expire(run, command)
    default:
      return assertNever(command)
  }
}

function request(run: RunState, { input, limits }: RunRequest | RunSteer, commandId: CommandId): Decision<RunEvent> {
  const fault = limitsFault(limits)
  if (fault !== null) return reject('invalid', fault)
  const runId = `r${run.count + 1}` as RunId
  return accept({ kind: 'run.requested', runId, commandId, input, limits })
}

function steer(run: RunState, command: RunSteer, commandId: CommandId): Decision<RunEvent> {
  if (run.active === null || isHalting(run)) return request(run, command, commandId)
  return accept({ kind: 'run.steered', runId: run.active.runId, commandId, input: command.input })
}

function unsteer({ active, queued }: RunState, { steerId }: RunUnsteer, commandId: CommandId): Decision<RunEvent> {
  const waiting = active?.steering.find((steering) => steering.commandId === steerId)
  if (active !== null && waiting !== undefined)
    return accept({ kind: 'run.unsteered', runId: active.runId, steerId: waiting.commandId, commandId })
  const run = queued.find((asked) => asked.commandId === steerId)
  if (run !== undefined) return accept({ kind: 'run.withdrawn', runId: run.runId, commandId })
  return reject('not-waiting', 'it cannot be taken back: the model has it already, or it was never sent')
}

function cancel(run: RunState, command: RunCancel, commandId: CommandId): Decision<RunEvent> {
  const queued = run.queued.find(({ runId }) => runId === command.runId)
  if (queued !== undefined) return accept({ kind: 'run.withdrawn', runId: queued.runId, commandId })
  if (run.active === null || (command.runId !== null && command.runId !== run.active.runId))
    return reject('no-active-run', 'nothing to cancel: no such run is active or queued')
  if (run.active.cancelling) return accept()
  return accept({ kind: 'run.cancelling', runId: run.active.runId, commandId })
}

function expire(run: RunState, command: RunExpire): Decision<RunEvent> {
  if (run.active?.runId !== command.runId || isHalting(run)) return accept()
  return accept({ kind: 'run.limited', runId: run.active.runId, limit: 'wall-clock' })
}
