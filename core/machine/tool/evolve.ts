import { assertNever } from '../../values/assert-never.ts'
import type { OpId, RunId } from '../../values/ids.ts'
import { callOpId } from '../op-ids.ts'
import type { TurnEvent } from '../turn/events.ts'
import type { ToolEvent } from './events.ts'
import { initialTool, type CallState, type ToolState } from './state.ts'

/** Folds one fact about a call. The first result of a call wins; later ones change nothing. */
export function evolveTool(tool: ToolState, event: ToolEvent, at: number): ToolState {
  switch (event.kind) {
    case 'tool.started':
      return change(tool, event.call, (call) => ({ ...call, phase: 'started', attempt: event.attempt, startedAt: at }))
    case 'tool.lost':
      return change(tool, event.call, (call) => (call.phase === 'started' ? { ...call, phase: 'lost' } : call))
    case 'tool.finished': {
      const { outcome, item } = event
      return change(tool, event.call, (call) => ({ ...call, phase: 'finished', result: { outcome, item } }))
    }
    default:
      return assertNever(event)
  }
}

/** Opens the calls of an answer, and closes the books when its turn is over. */
export function evolveToolByTurn(tool: ToolState, event: TurnEvent, runId: RunId): ToolState {
  switch (event.kind) {
    case 'turn.generated':
      return { calls: event.calls.map((call, index) => open(call, callOpId(runId, event.turnId, index))) }
    case 'turn.finished':
      return initialTool
    case 'turn.started':
    case 'turn.retried':
    case 'turn.failed':
    case 'turn.billed':
    case 'turn.cancelled':
      return tool
    default:
      return assertNever(event)
  }
}

/** The session went to another machine: what was open stays undone there and is not begun here. */
export function abandonCalls(tool: ToolState): ToolState {
  return {
    calls: tool.calls.map((call) =>
      call.phase === 'finished' ? call : { ...call, phase: 'lost', effectClass: 'opaque' },
    ),
  }
}

type Requested = Pick<CallState, 'callId' | 'name' | 'argsRef' | 'effectClass'>

function open({ callId, name, argsRef, effectClass }: Requested, opId: OpId): CallState {
  return { opId, callId, name, argsRef, effectClass, phase: 'requested', attempt: 0, startedAt: null, result: null }
}

function change(tool: ToolState, opId: OpId, update: (call: CallState) => CallState): ToolState {
  return { calls: tool.calls.map((call) => (call.opId === opId && call.phase !== 'finished' ? update(call) : call)) }
}
