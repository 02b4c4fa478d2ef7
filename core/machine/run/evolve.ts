import { assertNever } from '../../values/assert-never.ts'
import type { RunEvent } from './events.ts'
import type { ActiveRun, RunState, Spent } from './state.ts'

const nothingSpent: Spent = { turns: 0, toolCalls: 0, tokens: 0, costMicroUsd: 0 }

/** Folds one fact about runs. */
export function evolveRun(run: RunState, event: RunEvent, at: number): RunState {
  switch (event.kind) {
    case 'run.requested': {
      const { kind: _kind, ...queued } = event
      return { ...run, count: run.count + 1, queued: [...run.queued, queued] }
    }
    case 'run.started': {
      const next = run.queued.find(({ runId }) => runId === event.runId)
      if (next === undefined) return run
      const active = { ...next, startedAt: at, steering: [], cancelling: false, limited: null, spent: nothingSpent }
      return { ...run, begun: run.begun + 1, queued: run.queued.filter((queued) => queued !== next), active }
    }
    case 'run.steered':
      return changeActive(run, event.runId, (active) => {
        const steering = { ...event.input, commandId: event.commandId }
        return { ...active, steering: [...active.steering, steering] }
      })
    case 'run.unsteered':
      return changeActive(run, event.runId, (active) => {
        const taken = active.steering.findIndex(({ commandId }) => commandId === event.steerId)
        return { ...active, steering: active.steering.filter((_, index) => index !== taken) }
      })
    case 'run.cancelling':
      return changeActive(run, event.runId, (active) => ({ ...active, cancelling: true }))
    case 'run.withdrawn':
      return { ...run, queued: run.queued.filter(({ runId }) => runId !== event.runId) }
    case 'run.limited':
      return changeActive(run, event.runId, (active) => ({ ...active, limited: active.limited ?? event.limit }))
    case 'run.finished':
      if (run.active?.runId !== event.runId) return run
      return { ...run, active: null, last: { runId: event.runId, outcome: event.outcome } }
    default:
      return assertNever(event)
  }
}

function changeActive(run: RunState, runId: string, update: (active: ActiveRun) => ActiveRun): RunState {
  return run.active?.runId === runId ? { ...run, active: update(run.active) } : run
}
