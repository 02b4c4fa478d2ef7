import type { Command } from '../../core/machine/commands.ts'
import type { State } from '../../core/machine/state.ts'

/** What an interruption ends: the run, else the command of a person that runs or waits first. */
export function underWay({ run, shell }: Pick<State, 'run' | 'shell'>): 'run' | 'shell' | null {
  if (run.active !== null) return 'run'
  return shell.active === null && shell.queued.length === 0 ? null : 'shell'
}

/** The command that ends what is under way; null when nothing is, or when it ends already. */
export function interruption({ run, shell }: Pick<State, 'run' | 'shell'>): Command | null {
  if (run.active !== null) return run.active.cancelling ? null : { kind: 'run.cancel', runId: run.active.runId }
  if (shell.active?.cancelling === true) return null
  const first = shell.active ?? shell.queued[0]
  return first === undefined ? null : { kind: 'shell.cancel', shellId: first.shellId }
}
