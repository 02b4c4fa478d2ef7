import { assertNever } from '../../values/assert-never.ts'
import type { TurnEvent, TurnStarted } from './events.ts'
import type { TurnPhase, TurnState } from './state.ts'

/** Folds one fact about turns. What is said of a turn that no longer waits for it changes nothing. */
export function evolveTurn(turn: TurnState, event: TurnEvent, at: number): TurnState {
  if (event.kind === 'turn.started') {
    const phase: TurnPhase = { type: 'generating', attempt: 1, notBefore: 0 }
    return { count: turn.count + 1, current: { turnId: event.turnId, phase } }
  }
  if (turn.current?.turnId !== event.turnId) return turn
  return { ...turn, current: { ...turn.current, phase: nextPhase(turn.current.phase, event, at) } }
}

/** Whether this turn still waits for its answer. */
export function awaitsAnswer(turn: TurnState, turnId: string): boolean {
  return turn.current?.turnId === turnId && turn.current.phase.type === 'generating'
}

function nextPhase(phase: TurnPhase, event: Exclude<TurnEvent, TurnStarted>, at: number): TurnPhase {
  if (event.kind === 'turn.finished') return phase.type === 'calling' ? { type: 'done', stop: phase.stop } : phase
  if (phase.type !== 'generating') return phase
  switch (event.kind) {
    case 'turn.generated':
      return { type: event.calls.length > 0 ? 'calling' : 'final', stop: event.stop }
    case 'turn.retried':
      return { type: 'generating', attempt: event.attempt + 1, notBefore: at + event.delayMs }
    case 'turn.failed':
      return { type: 'failed', code: event.code, message: event.message }
    case 'turn.billed':
      return phase
    case 'turn.cancelled':
      return { type: 'cancelled' }
    default:
      return assertNever(event)
  }
}
