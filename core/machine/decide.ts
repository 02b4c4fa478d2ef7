import { assertNever } from '../values/assert-never.ts'
import { reject, type Decision } from '../values/decision.ts'
import type { CommandId } from '../values/ids.ts'
import type { Command } from './commands.ts'
import { decideContext } from './context/decide.ts'
import type { Event } from './events.ts'
import { decideRun } from './run/decide.ts'
import { decideSession } from './session/decide.ts'
import { decideShell } from './shell/decide.ts'
import type { State } from './state.ts'
import { decideWorkspace } from './workspace/decide.ts'

/** Answers a command: facts to record, or why not. The only place where anything is refused. */
export function decide(state: State, command: Command, id: CommandId): Decision<Event> {
  if (state.session === null && command.kind !== 'session.create')
    return reject('session-missing', 'this session has not been created')
  switch (command.kind) {
    case 'session.create':
    case 'session.configure':
    case 'session.rename':
      return decideSession(state.session, command)
    case 'run.request':
    case 'run.steer':
    case 'run.unsteer':
    case 'run.cancel':
    case 'run.expire':
      return decideRun(state.run, command, id)
    case 'context.compact':
    case 'context.withdraw':
    case 'context.notify':
      return decideContext(state.context, command, id)
    case 'shell.request':
    case 'shell.cancel':
      return decideShell(state.shell, command, id)
    case 'workspace.mount':
    case 'workspace.apply':
    case 'workspace.copy':
      return decideWorkspace(state.workspace, command)
    default:
      return assertNever(command)
  }
}
