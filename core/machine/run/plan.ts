import { assertNever } from '../../values/assert-never.ts'
import type { TurnPhase } from '../turn/state.ts'
import type { LimitKind, RunFinished, RunOutcome, RunStarted } from './events.ts'
import type { ActiveRun, RunState } from './state.ts'

/** The next run to start, when none is active. */
export function nextRun(run: RunState): RunStarted | null {
  const next = run.queued[0]
  return run.active === null && next !== undefined ? { kind: 'run.started', runId: next.runId } : null
}

/** The end of a run that was cancelled or reached a bound, once nothing of it is open. */
export function haltedOutcome({ cancelling, limited }: ActiveRun): RunOutcome | null {
  if (cancelling) return { type: 'cancelled' }
  return limited === null ? null : { type: 'limit', limit: limited }
}

/** What the newest turn says of its run: an outcome, `continue` with another turn, or a bound it hit. */
export type Verdict =
  | { readonly type: 'continue' }
  | { readonly type: 'limited'; readonly limit: LimitKind }
  | { readonly type: 'finished'; readonly outcome: RunOutcome }

/** Reads a settled turn. `steered`: a person added something that the model has not seen. */
export function judge(phase: Exclude<TurnPhase, { type: 'generating' | 'calling' }>, steered: boolean): Verdict {
  switch (phase.type) {
    case 'done':
      return { type: 'continue' }
    case 'final':
      if (phase.stop === 'pause' || steered) return { type: 'continue' }
      if (phase.stop === 'max-output') return { type: 'limited', limit: 'output-tokens' }
      return { type: 'finished', outcome: { type: 'completed' } }
    case 'failed':
      return { type: 'finished', outcome: { type: 'failed', code: phase.code, message: phase.message } }
    case 'cancelled':
      return { type: 'finished', outcome: { type: 'cancelled' } }
    default:
      return assertNever(phase)
  }
}

/** The end of the active run. */
export function finish(active: ActiveRun, outcome: RunOutcome): RunFinished {
  return { kind: 'run.finished', runId: active.runId, outcome }
}
