import { assertNever } from '../../values/assert-never.ts'
import { accept, reject, type Decision } from '../../values/decision.ts'
import type { CommandId, ShellId } from '../../values/ids.ts'
import type { ShellCancel, ShellCommand } from './commands.ts'
import type { ShellEvent } from './events.ts'
import type { ShellState } from './state.ts'

/** Answers commands about commands of a person. */
export function decideShell(shell: ShellState, command: ShellCommand, commandId: CommandId): Decision<ShellEvent> {
  switch (command.kind) {
    case 'shell.request': {
      const shellId = `s${shell.count + 1}` as ShellId
      return accept({ kind: 'shell.requested', shellId, commandId, lineRef: command.lineRef })
    }
    case 'shell.cancel':
      return cancel(shell, command, commandId)
    default:
      return assertNever(command)
  }
}

function cancel({ queued, active }: ShellState, command: ShellCancel, commandId: CommandId): Decision<ShellEvent> {
  const waiting = queued.find(({ shellId }) => shellId === command.shellId)
  if (waiting !== undefined) return accept({ kind: 'shell.withdrawn', shellId: waiting.shellId, commandId })
  if (active === null || (command.shellId !== null && command.shellId !== active.shellId))
    return reject('no-active-shell', 'nothing to stop: no such command runs or waits')
  // One that was lost runs no more, and is about to be recorded as such.
  if (active.cancelling || active.phase === 'lost') return accept()
  return accept({ kind: 'shell.cancelling', shellId: active.shellId, commandId })
}
