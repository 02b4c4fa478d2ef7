import type { BlobRef } from '../../values/blob-ref.ts'
import type { CommandId, OpId, ShellId } from '../../values/ids.ts'

/** A person's command that waits. */
export interface QueuedShell {
  readonly shellId: ShellId
  readonly commandId: CommandId
  readonly lineRef: BlobRef
}

/** The one that was started and has no result. */
export interface ActiveShell extends QueuedShell {
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
