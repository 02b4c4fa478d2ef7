import type { Command } from '../machine/commands.ts'
import type { Rejection } from '../values/decision.ts'
import type { CommandId, SessionId } from '../values/ids.ts'
import type { StagedBlob } from './event-log.ts'

/** A command waiting for whoever drives the session. */
export interface InboxEntry {
  readonly id: CommandId
  readonly command: Command
}

/** What became of a command. */
export type CommandStatus =
  | { readonly status: 'pending' }
  | { readonly status: 'accepted' }
  | { readonly status: 'rejected'; readonly rejection: Rejection }

/** How any process speaks to a session. What `submit` has returned is durable. */
export interface Inbox {
  /** Idempotent by command id: a repeat changes nothing. */
  submit(session: SessionId, entry: InboxEntry, blobs: readonly StagedBlob[]): Promise<void>
  /** Unsettled commands in order of arrival; of many large ones the first, for whoever settles these and asks again. */
  pending(session: SessionId): Promise<readonly InboxEntry[]>
  /**
   * Says what became of a command, once, for whoever drives under this epoch. False, and nothing is said, when that has
   * been replaced: it would reject by a state that is no more.
   */
  settle(session: SessionId, id: CommandId, rejection: Rejection | null, epoch: number): Promise<boolean>
  /** Null for an id never submitted. */
  status(session: SessionId, id: CommandId): Promise<CommandStatus | null>
}
