import type { StoredEntry } from '../../log/entry.ts'
import type { Checkpoint } from '../../ports/checkpoints.ts'
import type { CommandStatus, InboxEntry } from '../../ports/inbox.ts'
import type { SessionSummary } from '../../ports/session-index.ts'
import type { CommandId, OpId, SessionId } from '../../values/ids.ts'
import { SessionNotFoundError } from '../errors.ts'
import type { StoredLease } from '../lease-holder.ts'

/** Everything about one session but its blobs. */
export interface SessionRecord {
  summary: SessionSummary
  lease: StoredLease
  /** Its state as JSON, as every other store keeps it. */
  checkpoint: (Omit<Checkpoint, 'state'> & { readonly state: string }) | null
  readonly entries: StoredEntry[]
  readonly ops: Map<OpId, readonly StoredEntry[]>
  readonly inbox: Map<CommandId, { readonly entry: InboxEntry; status: CommandStatus }>
}

/** The sessions of one store, in order of creation. */
export type SessionRecords = Map<SessionId, SessionRecord>

/** @throws SessionNotFoundError */
export function existing(records: SessionRecords, session: SessionId): SessionRecord {
  const record = records.get(session)
  if (record === undefined) throw new SessionNotFoundError(session)
  return record
}
