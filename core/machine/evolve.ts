import { assertNever } from '../values/assert-never.ts'
import { admitAtBoundary, admitInput, admitRun, admitTurn, announce, evolveContext, meter } from './context/evolve.ts'
import type { ContextEvent } from './context/events.ts'
import type { ContextState } from './context/state.ts'
import type { Event } from './events.ts'
import { evolveRun } from './run/evolve.ts'
import { spend } from './run/spend.ts'
import { unshown } from './run/unshown.ts'
import type { RunEvent } from './run/events.ts'
import { evolveSession } from './session/evolve.ts'
import type { ShellEvent } from './shell/events.ts'
import { evolveShell } from './shell/evolve.ts'
import type { State } from './state.ts'
import { abandonCalls, evolveTool, evolveToolByTurn } from './tool/evolve.ts'
import { awaitsAnswer, evolveTurn } from './turn/evolve.ts'
import type { TurnEvent } from './turn/events.ts'
import { evolveWorkspace, forgetSources } from './workspace/evolve.ts'

/**
 * Folds one fact into the state. Total: late, repeated and foreign results change nothing but the bill.
 * `at` is the entry's wall clock in ms.
 */
export function evolve(state: State, event: Event, at: number): State {
  switch (event.kind) {
    case 'session.created':
    case 'session.configured':
    case 'session.renamed':
    case 'session.forked':
      return { ...state, session: evolveSession(state.session, event) }
    case 'session.imported':
      return { ...state, tool: abandonCalls(state.tool), workspace: forgetSources(state.workspace) }
    case 'run.requested':
    case 'run.started':
    case 'run.steered':
    case 'run.unsteered':
    case 'run.cancelling':
    case 'run.withdrawn':
    case 'run.limited':
    case 'run.finished':
      return evolveByRun(state, event, at)
    case 'turn.started':
    case 'turn.generated':
    case 'turn.retried':
    case 'turn.failed':
    case 'turn.billed':
    case 'turn.cancelled':
    case 'turn.finished':
      return evolveByTurn(state, event, at)
    case 'context.notified':
    case 'context.requested':
    case 'context.withdrawn':
    case 'context.compacting':
    case 'context.compacted':
    case 'context.kept':
    case 'context.billed':
      return evolveByContext(state, event)
    case 'tool.started':
    case 'tool.lost':
    case 'tool.finished':
      return { ...state, tool: evolveTool(state.tool, event, at), run: spend(state.run, event) }
    case 'shell.requested':
    case 'shell.started':
    case 'shell.withdrawn':
    case 'shell.cancelling':
    case 'shell.lost':
    case 'shell.finished':
      return evolveByShell(state, event, at)
    case 'workspace.mounted':
    case 'workspace.advanced':
    case 'workspace.applied':
    case 'workspace.copied':
      return { ...state, workspace: evolveWorkspace(state.workspace, event, state.tool, state.shell) }
    default:
      return assertNever(event)
  }
}

function evolveByContext(state: State, event: ContextEvent): State {
  const next = { ...state, context: evolveContext(state.context, event), run: spend(state.run, event) }
  // The overflowed turn is answered by this compaction; another one follows it.
  const answersTurn = event.kind === 'context.compacting' && event.reason === 'overflow'
  return answersTurn ? { ...next, turn: { ...state.turn, current: null } } : next
}

function evolveByRun(state: State, event: RunEvent, at: number): State {
  const run = evolveRun(state.run, event, at)
  if (event.kind === 'run.started' && run.active !== null && run.active !== state.run.active)
    return { ...state, run, context: admitRun(state.context, run.active.input) }
  if (event.kind === 'run.finished' && run.active === null && state.run.active !== null) {
    const context = admitInput(state.context, state.run.active.steering)
    return { ...state, run, context, turn: { ...state.turn, current: null } }
  }
  return { ...state, run }
}

function evolveByShell(state: State, event: ShellEvent, at: number): State {
  const shell = evolveShell(state.shell, event, at, unshown(state.run))
  const ended = event.kind === 'shell.finished' && shell !== state.shell
  return { ...state, shell, context: ended ? announce(state.context, event.item) : state.context }
}

function evolveByTurn(state: State, event: TurnEvent, at: number): State {
  const next = { ...state, turn: evolveTurn(state.turn, event, at), run: spend(state.run, event) }
  const { active } = state.run
  if (active === null || !changesTranscript(state, event)) return next
  return {
    ...next,
    tool: evolveToolByTurn(state.tool, event, active.runId),
    context: evolveContextByTurn(state, event),
  }
}

function changesTranscript(state: State, event: TurnEvent): boolean {
  if (event.kind === 'turn.generated') return awaitsAnswer(state.turn, event.turnId)
  if (event.kind === 'turn.finished') return state.turn.current?.phase.type === 'calling'
  return event.kind === 'turn.started'
}

function evolveContextByTurn(state: State, event: TurnEvent): ContextState {
  switch (event.kind) {
    case 'turn.started':
      return admitAtBoundary(state.context, state.run.active?.steering ?? [])
    case 'turn.generated':
      return meter(admitTurn(state.context, event.turnId, event.items), event.usage)
    case 'turn.finished':
      return admitTurn(
        state.context,
        event.turnId,
        state.tool.calls.flatMap(({ result }) => (result === null ? [] : [result.item])),
      )
    case 'turn.retried':
    case 'turn.failed':
    case 'turn.billed':
    case 'turn.cancelled':
      return state.context
    default:
      return assertNever(event)
  }
}
