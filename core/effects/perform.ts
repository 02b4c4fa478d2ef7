import type { Intent } from '../machine/intents.ts'
import { assertNever } from '../values/assert-never.ts'
import { compact } from './compact.ts'
import { generate } from './generate.ts'
import { runShell, settleShell } from './run-shell.ts'
import type { EffectResult } from './result.ts'
import { runTool } from './run-tool.ts'
import type { EffectScope } from './scope.ts'
import { settleTool } from './settle-tool.ts'

/** Performs one intent: the only place where a session touches the world. */
export async function perform(intent: Intent, scope: EffectScope): Promise<EffectResult> {
  switch (intent.kind) {
    case 'model.generate':
      return generate(intent, scope)
    case 'tool.run':
      return runTool(intent, scope)
    case 'tool.settle':
      return settleTool(intent.call, intent.reason, scope)
    case 'tool.stop':
      return settleTool(intent.call, 'unresponsive', scope)
    case 'shell.start':
      return { opId: intent.opId, events: [{ kind: 'shell.started', shellId: intent.shell.shellId }], blobs: [] }
    case 'shell.run':
      return runShell(intent, scope)
    case 'shell.settle':
      return settleShell(intent, intent.reason, scope)
    case 'shell.stop':
      return settleShell(intent, 'unresponsive', scope)
    case 'context.compact':
      return compact(intent, scope)
    default:
      return assertNever(intent)
  }
}
