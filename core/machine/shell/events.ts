import type { BlobRef } from '../../values/blob-ref.ts'
import type { CommandId, ShellId } from '../../values/ids.ts'
import type { NewItem } from '../context/events.ts'
import type { ToolOutcome } from '../tool/events.ts'

/** A person wants a command run where the session's tools run theirs; it waits for the next boundary, and for prompts before it. */
export interface ShellRequested {
  readonly kind: 'shell.requested'
  readonly shellId: ShellId
  readonly commandId: CommandId
  /** UTF-8 of the command line as it was typed. */
  readonly lineRef: BlobRef
}

/** Durable before the process is spawned. It is never run again. */
export interface ShellStarted {
  readonly kind: 'shell.started'
  readonly shellId: ShellId
}

/** A queued one was taken back before it began. */
export interface ShellWithdrawn {
  readonly kind: 'shell.withdrawn'
  readonly shellId: ShellId
  readonly commandId: CommandId
}

/** A person asked to end the one that runs. */
export interface ShellCancelling {
  readonly kind: 'shell.cancelling'
  readonly shellId: ShellId
  readonly commandId: CommandId
}

/** The process that ran it is gone and left no result. */
export interface ShellLost {
  readonly kind: 'shell.lost'
  readonly shellId: ShellId
}

/** How it ended; its item enters the window at the next turn boundary, as a notice does. */
export interface ShellFinished {
  readonly kind: 'shell.finished'
  readonly shellId: ShellId
  readonly outcome: ToolOutcome
  /** Command, output and exit code, as the model is told. */
  readonly item: NewItem
  /** Of the process; null when there was none. */
  readonly exitCode: number | null
  /** Whole output, when the item holds only its head and tail. */
  readonly outputRef: BlobRef | null
  readonly durationMs: number
}

export type ShellEvent = ShellRequested | ShellStarted | ShellWithdrawn | ShellCancelling | ShellLost | ShellFinished
