import type { Intent } from '../machine/intents.ts'
import type { SessionConfig } from '../machine/session/state.ts'
import type { State } from '../machine/state.ts'
import type { SessionId } from '../values/ids.ts'
import { assertNever } from '../values/assert-never.ts'
import { compact } from './compact.ts'
import { generate } from './generate.ts'
import type { EffectPorts } from './ports.ts'
import type { EffectResult } from './result.ts'
import { runTool } from './run-tool.ts'
import { settleTool } from './settle-tool.ts'
import type { Window } from './window.ts'

/** Performs one intent: the only place where a session touches the world. */
export async function perform(
  intent: Intent,
  session: SessionId,
  state: State & { readonly session: SessionConfig },
  window: Window,
  ports: EffectPorts,
  signal: AbortSignal,
): Promise<EffectResult> {
  switch (intent.kind) {
    case 'model.generate':
      return generate(intent, session, state, window, ports, signal)
    case 'tool.run':
      return runTool(intent, session, state, window, ports, signal)
    case 'tool.settle':
      return settleTool(intent.call, intent.reason, state.session, window, ports)
    case 'tool.stop':
      return settleTool(intent.call, 'unresponsive', state.session, window, ports)
    case 'context.compact':
      return compact(intent, state, window, ports, signal)
    default:
      return assertNever(intent)
  }
}
