import { assertNever } from '../../values/assert-never.ts'
import { accept, type Decision } from '../../values/decision.ts'
import type { ContextCommand } from './commands.ts'
import type { ContextEvent } from './events.ts'
import type { ContextState } from './state.ts'

/** Answers commands about the window. */
export function decideContext(context: ContextState, command: ContextCommand): Decision<ContextEvent> {
  switch (command.kind) {
    case 'context.compact':
      if (context.compactionRequested || context.compacting !== null || context.items.length === 0) return accept()
      return accept({ kind: 'context.requested' })
    case 'context.notify':
      return accept({ kind: 'context.notified', item: command.item })
    default:
      return assertNever(command)
  }
}
