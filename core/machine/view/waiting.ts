import type { CommandId, RunId, ShellId } from '../../values/ids.ts'
import type { BlobRef } from '../../values/blob-ref.ts'
import type { Command } from '../commands.ts'
import type { NewItem } from '../context/events.ts'
import type { QueuedShell } from '../shell/state.ts'
import type { State } from '../state.ts'

/** Something a person sent that has not been taken up yet, and the command that takes it back. */
export type Waiting = { readonly commandId: CommandId; readonly takeBack: Command } & (
  | { readonly type: 'steering'; readonly input: NewItem }
  | { readonly type: 'run'; readonly runId: RunId; readonly input: NewItem }
  | { readonly type: 'shell'; readonly shellId: ShellId; readonly lineRef: BlobRef }
)

/** What waits, in the order in which it will be taken up; the last one is the newest of its type. */
export function waiting({ run, shell }: Pick<State, 'run' | 'shell'>): readonly Waiting[] {
  const prompts = [
    ...(run.active?.steering ?? []).map(({ commandId, ...input }): Waiting => {
      return { type: 'steering', commandId, input, takeBack: { kind: 'run.unsteer', steerId: commandId } }
    }),
    ...run.queued.map(({ runId, commandId, input }): Waiting => {
      return { type: 'run', runId, commandId, input, takeBack: { kind: 'run.cancel', runId } }
    }),
  ]
  let shown = 0
  const inOrder = shell.queued.flatMap((queued): readonly Waiting[] => {
    const before = prompts.slice(shown, 1 + prompts.findLastIndex(({ commandId }) => queued.behind.includes(commandId)))
    shown += before.length
    return [...before, ofShell(queued)]
  })
  return [...inOrder, ...prompts.slice(shown)]
}

function ofShell({ shellId, commandId, lineRef }: QueuedShell): Waiting {
  return { type: 'shell', shellId, commandId, lineRef, takeBack: { kind: 'shell.cancel', shellId } }
}
