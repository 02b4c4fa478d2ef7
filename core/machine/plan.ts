import { assertNever } from '../values/assert-never.ts'
import type { TurnId } from '../values/ids.ts'
import { compactIntent, dueCompaction, overflowCompaction } from './context/plan.ts'
import type { Event } from './events.ts'
import type { Intent, Plan } from './intents.ts'
import { modelOpId } from './op-ids.ts'
import { callsLeft, isHalting, limitBeforeTurn } from './run/halting.ts'
import { finish, haltedOutcome, judge, nextRun } from './run/plan.ts'
import type { ActiveRun } from './run/state.ts'
import { unshown } from './run/unshown.ts'
import { shellIntent } from './shell/plan.ts'
import type { State } from './state.ts'
import { allFinished, callIntents, callsToStart, haltIntents } from './tool/plan.ts'
import type { CurrentTurn } from './turn/state.ts'

/** What the state asks for next. Pure: the same state always wants the same. */
export function plan(state: State): Plan {
  const { session, run, context } = state
  if (session === null) return idle
  const compact = compactIntent(context)
  if (compact !== null)
    return isHalting(run)
      ? record({ kind: 'context.kept', number: compact.number, message: 'the run was ended' })
      : perform(compact)
  if (run.active === null) return planBetweenRuns(state)
  return state.turn.current === null ? planBoundary(state, run.active) : planTurn(state, run.active, state.turn.current)
}

function planBetweenRuns(state: State): Plan {
  const shell = planShell(state)
  if (shell !== null) return shell
  if (state.context.compactionRequested) {
    const due = dueCompaction(state.context, null)
    if (due !== null) return record(due)
  }
  const next = nextRun(state.run)
  return next === null ? idle : record(next)
}

function planTurn(state: State, active: ActiveRun, { turnId, phase }: CurrentTurn): Plan {
  switch (phase.type) {
    case 'generating': {
      if (isHalting(state.run)) return record({ kind: 'turn.cancelled', turnId })
      const { attempt, notBefore } = phase
      return perform({ kind: 'model.generate', opId: modelOpId(active.runId, turnId), turnId, attempt, notBefore })
    }
    case 'calling':
      return planCalls(state, active, turnId)
    case 'done':
    case 'final':
    case 'failed':
    case 'cancelled':
      return planBoundary(state, active)
    default:
      return assertNever(phase)
  }
}

function planCalls(state: State, active: ActiveRun, turnId: TurnId): Plan {
  if (allFinished(state.tool)) return record({ kind: 'turn.finished', turnId })
  if (isHalting(state.run)) return perform(...haltIntents(state.tool, active.cancelling ? 'cancelled' : 'limit'))
  const starts = callsToStart(state.tool, callsLeft(active))
  if (starts.length > 0) return record(...starts)
  const intents = callIntents(state.tool)
  if (intents.length > 0) return perform(...intents)
  return record({ kind: 'run.limited', runId: active.runId, limit: 'tool-calls' })
}

/** A person's commands run one by one, and nothing else starts meanwhile; prompts before them go first. */
function planShell({ shell, run }: State): Plan | null {
  const intent = shellIntent(shell, unshown(run))
  return intent === null ? null : perform(intent)
}

/** Between turns: end the run, run the person's commands, make room, or start the next turn. */
function planBoundary(state: State, active: ActiveRun): Plan {
  const halted = haltedOutcome(active)
  if (halted !== null) return record(finish(active, halted))
  const phase = state.turn.current?.phase
  if (phase !== undefined && phase.type !== 'generating' && phase.type !== 'calling') {
    const overflow = phase.type === 'failed' && phase.code === 'context-overflow'
    const compaction = overflow ? overflowCompaction(state.context) : null
    if (compaction !== null) return record(compaction)
    const verdict = judge(phase, active.steering.length > 0)
    if (verdict.type === 'finished') return record(finish(active, verdict.outcome))
    if (verdict.type === 'limited') return record({ kind: 'run.limited', runId: active.runId, limit: verdict.limit })
  }
  const limit = limitBeforeTurn(active)
  if (limit !== null) return record({ kind: 'run.limited', runId: active.runId, limit })
  const shell = planShell(state)
  if (shell !== null) return shell
  const compaction = dueCompaction(state.context, state.session?.windowTokens ?? null)
  if (compaction !== null) return record(compaction)
  return record({ kind: 'turn.started', turnId: `t${state.turn.count + 1}` as TurnId })
}

const idle: Plan = { facts: [], intents: [] }

function record(...facts: readonly Event[]): Plan {
  return { facts, intents: [] }
}

function perform(...intents: readonly Intent[]): Plan {
  return { facts: [], intents }
}
