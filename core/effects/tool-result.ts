import type { CallState } from '../machine/tool/state.ts'
import type { ToolFinished, ToolOutcome } from '../machine/tool/events.ts'
import type { ModelFormat } from '../ports/model.ts'
import type { ToolSpec } from '../ports/tool.ts'
import type { Stage } from './stage.ts'

/** What a call came to, before it is told to the model in the provider's format. */
export interface CallResult {
  readonly text: string
  readonly outcome: ToolOutcome
  readonly outputRef: ToolFinished['outputRef']
  readonly exitCode: number | null
  readonly durationMs: number
}

/** The one result of a call, its item staged in the provider's format. */
export function toolFinished(
  call: CallState,
  result: CallResult,
  format: ModelFormat,
  specs: readonly ToolSpec[],
  stage: Stage,
): ToolFinished {
  const { callId, name, opId } = call
  const { text, outcome, outputRef, exitCode, durationMs } = result
  const spec = specs.find((candidate) => candidate.name === name) ?? null
  const item = format.toolResultItem({ callId, name, text, isError: outcome !== 'ok' }, spec)
  return {
    kind: 'tool.finished',
    call: opId,
    outcome,
    item: { kind: 'tool-result', ...stage.putJson(item) },
    outputRef,
    exitCode,
    durationMs,
  }
}
