import type { BlobRef } from '../../values/blob-ref.ts'
import type { CommandId, OpId, ShellId } from '../../values/ids.ts'

/** A person's command. */
export interface AskedShell {
  readonly shellId: ShellId
  readonly commandId: CommandId
  readonly lineRef: BlobRef
}

/** One that waits. */
export interface QueuedShell extends AskedShell {
  /** What asked for the prompts that waited before it: it waits until the model was shown them. */
  readonly behind: readonly CommandId[]
}

/** The one that was started and has no result. */
export interface ActiveShell extends AskedShell {
  readonly opId: OpId
  /** `lost`: started by a process that is gone; nobody knows what it did. */
  readonly phase: 'started' | 'lost'
  readonly cancelling: boolean
  /** Wall clock of `shell.started`, ms since the epoch. */
  readonly startedAt: number
}

export interface ShellState {
  /** Commands requested so far; the next is `s<count+1>`. */
  readonly count: number
  readonly queued: readonly QueuedShell[]
  /** While there is one, no turn, no call and no run starts. */
  readonly active: ActiveShell | null
}

export const initialShell: ShellState = { count: 0, queued: [], active: null }
