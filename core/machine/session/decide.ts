import { assertNever } from '../../values/assert-never.ts'
import { accept, reject, type Decision } from '../../values/decision.ts'
import type { SessionCommand } from './commands.ts'
import type { SessionEvent } from './events.ts'
import type { SessionState } from './state.ts'

/** Answers commands about the session itself. */
export function decideSession(session: SessionState, command: SessionCommand): Decision<SessionEvent> {
  if (command.kind === 'session.create') {
    if (session !== null)
      return reject('session-exists', 'this session exists already: resume it, or choose another id')
    return accept({ ...command, kind: 'session.created' })
  }
  if (session === null) return reject('session-missing', 'this session has not been created')
  switch (command.kind) {
    case 'session.configure': {
      const { api, ...change } = command
      if (api !== session.api)
        return reject('invalid', `this session speaks ${session.api} for life: start a new one for a model of ${api}`)
      return accept({ ...change, kind: 'session.configured' })
    }
    case 'session.rename':
      if (command.name === session.name) return accept()
      return accept({ kind: 'session.renamed', name: command.name })
    default:
      return assertNever(command)
  }
}
