import type { Command } from '../../core/machine/commands.ts'
import { awaitsCompaction } from '../../core/machine/context/state.ts'
import type { State } from '../../core/machine/state.ts'

/** What an interruption ends; null for nothing. */
export type UnderWay = 'run' | 'shell' | 'compaction' | null

type Asked = Pick<State, 'run' | 'shell' | 'context'>

/** The run, else the command of a person that runs or waits first, else the compaction that a person asked for. */
export function underWay({ run, shell, context }: Asked): UnderWay {
  if (run.active !== null) return 'run'
  if (shell.active !== null || shell.queued.length > 0) return 'shell'
  return awaitsCompaction(context) ? 'compaction' : null
}

/** The command that ends what is under way; null when nothing is, or when it ends already. */
export function interruption({ run, shell, context }: Asked): Command | null {
  if (run.active !== null) return run.active.cancelling ? null : { kind: 'run.cancel', runId: run.active.runId }
  if (shell.active?.cancelling === true) return null
  const first = shell.active ?? shell.queued[0]
  if (first !== undefined) return { kind: 'shell.cancel', shellId: first.shellId }
  return awaitsCompaction(context) ? stopCompaction : null
}

/** Takes back a compaction that a person asked for. */
export const stopCompaction: Command = { kind: 'context.withdraw' }
