import { assertNever } from '../../values/assert-never.ts'
import { accept, reject, type Decision } from '../../values/decision.ts'
import type { CommandId } from '../../values/ids.ts'
import type { ContextCommand } from './commands.ts'
import type { ContextEvent } from './events.ts'
import { awaitsCompaction, type ContextState } from './state.ts'

/** Answers commands about the window. */
export function decideContext(
  context: ContextState,
  command: ContextCommand,
  commandId: CommandId,
): Decision<ContextEvent> {
  switch (command.kind) {
    case 'context.compact':
      if (context.compactionRequested || context.compacting !== null || context.items.length === 0) return accept()
      return accept({ kind: 'context.requested' })
    case 'context.withdraw':
      if (!awaitsCompaction(context)) return reject('not-waiting', 'no compaction that was asked for waits or goes on')
      return accept({ kind: 'context.withdrawn', commandId })
    case 'context.notify':
      return accept({ kind: 'context.notified', item: command.item })
    default:
      return assertNever(command)
  }
}
