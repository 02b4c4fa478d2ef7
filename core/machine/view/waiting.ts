import type { CommandId, RunId, ShellId } from '../../values/ids.ts'
import type { BlobRef } from '../../values/blob-ref.ts'
import type { Command } from '../commands.ts'
import type { NewItem } from '../context/events.ts'
import type { QueuedShell } from '../shell/state.ts'
import type { State } from '../state.ts'

/** Something a person sent that has not been taken up yet, and the command that takes it back. */
export type Waiting = { readonly takeBack: Command } & (
  | { readonly type: 'steering'; readonly commandId: CommandId; readonly input: NewItem }
  | { readonly type: 'run'; readonly commandId: CommandId; readonly runId: RunId; readonly input: NewItem }
  | { readonly type: 'shell'; readonly commandId: CommandId; readonly shellId: ShellId; readonly lineRef: BlobRef }
  | { readonly type: 'compaction' }
)

/** What waits, in the order in which it will be taken up; the last one is the newest of its type. */
export function waiting({ run, shell, context }: Pick<State, 'run' | 'shell' | 'context'>): readonly Waiting[] {
  const prompts = promptsOf(run)
  let shown = 0
  const inOrder = shell.queued.flatMap((queued): readonly Waiting[] => {
    const before = prompts.slice(shown, 1 + prompts.findLastIndex(({ commandId }) => queued.behind.includes(commandId)))
    shown += before.length
    return [...before, ofShell(queued)]
  })
  const all = [...inOrder, ...prompts.slice(shown)]
  const first = all.findIndex(({ type }) => type !== 'shell')
  // A window is made smaller before the next prompt enters it.
  return context.compactionRequested ? all.toSpliced(first < 0 ? all.length : first, 0, compaction) : all
}

const compaction: Waiting = { type: 'compaction', takeBack: { kind: 'context.withdraw' } }

function promptsOf(run: State['run']): readonly Extract<Waiting, { input: NewItem }>[] {
  return [
    ...(run.active?.steering ?? []).map(({ commandId, ...input }) => {
      return { type: 'steering', commandId, input, takeBack: { kind: 'run.unsteer', steerId: commandId } } as const
    }),
    ...run.queued.map(({ runId, commandId, input }) => {
      return { type: 'run', runId, commandId, input, takeBack: { kind: 'run.cancel', runId } } as const
    }),
  ]
}

function ofShell({ shellId, commandId, lineRef }: QueuedShell): Waiting {
  return { type: 'shell', shellId, commandId, lineRef, takeBack: { kind: 'shell.cancel', shellId } }
}
