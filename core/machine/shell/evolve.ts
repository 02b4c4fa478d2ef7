import { assertNever } from '../../values/assert-never.ts'
import type { CommandId } from '../../values/ids.ts'
import { shellOpId } from '../op-ids.ts'
import type { ShellEvent } from './events.ts'
import type { ActiveShell, ShellState } from './state.ts'

/**
 * Folds one fact about commands of a person. What is said of one that does not run changes nothing.
 * `unshown`: what asked for the prompts that the model has not been shown.
 */
export function evolveShell(
  shell: ShellState,
  event: ShellEvent,
  at: number,
  unshown: readonly CommandId[],
): ShellState {
  switch (event.kind) {
    case 'shell.requested': {
      const { shellId, commandId, lineRef } = event
      const asked = { shellId, commandId, lineRef, behind: unshown }
      return { ...shell, count: shell.count + 1, queued: [...shell.queued, asked] }
    }
    case 'shell.started': {
      const next = shell.queued.find(({ shellId }) => shellId === event.shellId)
      if (next === undefined || shell.active !== null) return shell
      const { behind: _behind, ...asked } = next
      const facts = { opId: shellOpId(next.shellId), phase: 'started', cancelling: false, startedAt: at } as const
      return { ...shell, queued: shell.queued.filter((queued) => queued !== next), active: { ...asked, ...facts } }
    }
    case 'shell.withdrawn':
      return { ...shell, queued: shell.queued.filter(({ shellId }) => shellId !== event.shellId) }
    case 'shell.cancelling':
      return changeActive(shell, event.shellId, (active) => ({ ...active, cancelling: true }))
    case 'shell.lost':
      return changeActive(shell, event.shellId, (active) => ({ ...active, phase: 'lost' }))
    case 'shell.finished':
      return changeActive(shell, event.shellId, () => null)
    default:
      return assertNever(event)
  }
}

function changeActive(
  shell: ShellState,
  shellId: string,
  update: (active: ActiveShell) => ActiveShell | null,
): ShellState {
  return shell.active?.shellId === shellId ? { ...shell, active: update(shell.active) } : shell
}
