import type { SettleToolIntent } from '../machine/intents.ts'
import type { ToolOutcome } from '../machine/tool/events.ts'
import type { CallState } from '../machine/tool/state.ts'
import { assertNever } from '../values/assert-never.ts'
import type { EffectResult } from './result.ts'
import type { EffectScope } from './scope.ts'
import { openStage } from './stage.ts'
import { toolFinished } from './tool-result.ts'

/** Why a call is settled without its tool; `unresponsive`: it was told to stop and did not answer. */
export type Settlement = SettleToolIntent['reason'] | 'unresponsive'

/** Gives a call its result without running it. */
export async function settleTool(
  call: CallState,
  settlement: Settlement,
  { state, window, ports }: EffectScope,
): Promise<EffectResult> {
  const config = state.session
  const stage = openStage(ports.blobs, ports.hash)
  const format = await ports.models.format(config.api)
  const { outcome, text } = words(call, settlement)
  const result = { text, outcome, outputRef: null, exitCode: null, durationMs: 0 }
  const event = toolFinished(call, result, format, await window.tools(config), stage)
  return { opId: call.opId, events: [event], blobs: stage.staged() }
}

function words(call: CallState, settlement: Settlement): { readonly outcome: ToolOutcome; readonly text: string } {
  const started = call.startedAt === null ? '' : ` at ${new Date(call.startedAt).toISOString()}`
  switch (settlement) {
    case 'cancelled':
      return { outcome: 'cancelled', text: 'Not run: the person ended the run before this call started.' }
    case 'limit':
      return { outcome: 'cancelled', text: 'Not run: the run reached one of its limits before this call started.' }
    case 'lost':
      return {
        outcome: 'unknown',
        text:
          `This call was started${started}, but the process that ran it ended before the result was recorded. ` +
          'Its outcome is unknown. Check what it did before you rely on it or run it again.',
      }
    case 'unresponsive':
      return {
        outcome: 'unknown',
        text:
          `This call was started${started} and did not stop when the run was ended. ` +
          'Its outcome is unknown. Check what it did before you rely on it or run it again.',
      }
    default:
      return assertNever(settlement)
  }
}
