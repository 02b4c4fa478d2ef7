import type { Command } from '../../core/machine/commands.ts'
import type { AskedShell } from '../../core/machine/shell/state.ts'
import type { State } from '../../core/machine/state.ts'
import type { CommandId } from '../../core/values/ids.ts'

/** A run, or a command of a person, that is not over. */
export interface Stoppable {
  readonly id: string
  /** The one that asked for it. */
  readonly commandId: CommandId
  readonly stop: Command
}

/** What can be stopped, in the order to do so: what is under way comes last, else what waits behind it begins. */
export function stoppable({ run, shell }: Pick<State, 'run' | 'shell'>): readonly Stoppable[] {
  const runs = (list: State['run']['queued']) =>
    list.map(({ runId: id, commandId }) => ({ id, commandId, stop: stopRun(id) }))
  const shells = (list: readonly AskedShell[]) =>
    list.map(({ shellId: id, commandId }) => ({ id, commandId, stop: stopShell(id) }))
  return [
    ...runs([...run.queued].reverse()),
    ...shells([...shell.queued].reverse()),
    ...(run.active === null ? [] : runs([run.active])),
    ...(shell.active === null ? [] : shells([shell.active])),
  ]
}

/** Ends a run, or takes it back. */
export function stopRun(runId: string): Command {
  return { kind: 'run.cancel', runId }
}

/** Ends a command of a person, or takes it back. */
export function stopShell(shellId: string): Command {
  return { kind: 'shell.cancel', shellId }
}
