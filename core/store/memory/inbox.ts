import type { Command } from '../../machine/commands.ts'
import type { StagedBlob } from '../../ports/event-log.ts'
import type { CommandStatus, Inbox, InboxEntry } from '../../ports/inbox.ts'
import type { Rejection } from '../../values/decision.ts'
import type { CommandId, SessionId } from '../../values/ids.ts'
import type { ChangeEmitter } from '../change-emitter.ts'
import { checkStaged } from '../check-staged.ts'
import { CommandNotFoundError } from '../errors.ts'
import type { MemoryBlobs } from './blobs.ts'
import { existing, type SessionRecords } from './session-record.ts'

/** Commands waiting in memory, in order of arrival. */
export class MemoryInbox implements Inbox {
  constructor(
    private readonly records: SessionRecords,
    private readonly blobs: MemoryBlobs,
    private readonly changes: ChangeEmitter,
  ) {}

  async submit(session: SessionId, entry: InboxEntry, blobs: readonly StagedBlob[]): Promise<void> {
    checkStaged(blobs)
    const { inbox } = existing(this.records, session)
    this.blobs.add(blobs)
    if (inbox.has(entry.id)) return
    const command = JSON.parse(JSON.stringify(entry.command)) as Command
    inbox.set(entry.id, { entry: { id: entry.id, command }, status: { status: 'pending' } })
    this.changes.emit(session)
  }

  async pending(session: SessionId): Promise<readonly InboxEntry[]> {
    const waiting = [...(this.records.get(session)?.inbox.values() ?? [])]
    return waiting.filter(({ status }) => status.status === 'pending').map(({ entry }) => entry)
  }

  async settle(session: SessionId, id: CommandId, rejection: Rejection | null, epoch: number): Promise<boolean> {
    const { inbox, lease } = existing(this.records, session)
    if (lease.epoch !== epoch) return false
    const command = inbox.get(id)
    if (command === undefined) throw new CommandNotFoundError(session, id)
    if (command.status.status !== 'pending') return true
    command.status = rejection === null ? { status: 'accepted' } : { status: 'rejected', rejection }
    this.changes.emit(session)
    return true
  }

  async status(session: SessionId, id: CommandId): Promise<CommandStatus | null> {
    return this.records.get(session)?.inbox.get(id)?.status ?? null
  }
}
