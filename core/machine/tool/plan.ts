import type { Intent, SettleReason } from '../intents.ts'
import type { ToolStarted } from './events.ts'
import type { CallState, ToolState } from './state.ts'

/** Runs of one call that processes may lose before it is given up. */
const attemptsPerCall = 3

/** Facts that must be durable before the next calls are dispatched: the write-ahead record. */
export function callsToStart(tool: ToolState, callsLeft: number): readonly ToolStarted[] {
  const open = tool.calls.filter(({ phase }) => phase !== 'finished')
  const ready = batch(open).filter(startable)
  const again = ready.filter(({ phase }) => phase === 'lost')
  const first = ready.filter(({ phase }) => phase === 'requested').slice(0, callsLeft)
  return [...again, ...first].map(({ opId, attempt, effectClass }) => ({
    kind: 'tool.started',
    call: opId,
    attempt: attempt + 1,
    effectClass,
  }))
}

/** Work for the calls of a run that goes on. */
export function callIntents(tool: ToolState): readonly Intent[] {
  return tool.calls.flatMap((call): Intent[] => {
    if (call.phase === 'started') return [{ kind: 'tool.run', opId: call.opId, call }]
    return call.phase === 'lost' && !startable(call) ? [settle(call, 'lost')] : []
  })
}

/** Work that ends every open call of a run that is over. */
export function haltIntents(tool: ToolState, reason: Exclude<SettleReason, 'lost'>): readonly Intent[] {
  return tool.calls.flatMap((call): Intent[] => {
    if (call.phase === 'requested') return [settle(call, reason)]
    if (call.phase === 'started') return [{ kind: 'tool.stop', opId: call.opId, call }]
    if (call.phase === 'lost') return [settle(call, 'lost')]
    return []
  })
}

/** Whether every call has its result. */
export function allFinished(tool: ToolState): boolean {
  return tool.calls.every(({ phase }) => phase === 'finished')
}

/** Neighbouring reads run together; anything else runs alone, in the model's order. */
function batch(open: readonly CallState[]): readonly CallState[] {
  const end = open.findIndex(({ effectClass }) => effectClass !== 'pure')
  if (end === 0) return open.slice(0, 1)
  return end === -1 ? open : open.slice(0, end)
}

/** A lost call runs again unless that could repeat its effect. */
function startable(call: CallState): boolean {
  if (call.phase === 'requested') return true
  return call.phase === 'lost' && call.effectClass !== 'opaque' && call.attempt < attemptsPerCall
}

function settle(call: CallState, reason: SettleReason): Intent {
  return { kind: 'tool.settle', opId: call.opId, call, reason }
}
