import type { Command } from '../../machine/commands.ts'
import type { StagedBlob } from '../../ports/event-log.ts'
import type { CommandStatus, Inbox, InboxEntry } from '../../ports/inbox.ts'
import type { Rejection } from '../../values/decision.ts'
import type { CommandId, SessionId } from '../../values/ids.ts'
import { checkStaged } from '../check-staged.ts'
import { CommandNotFoundError } from '../errors.ts'
import type { SqliteBlobs } from './blobs.ts'
import type { Changes } from './changes.ts'
import type { Connection } from './connection.ts'
import { sessionKey } from './session-key.ts'

/** Commands waiting in SQLite, numbered by arrival. */
export class SqliteInbox implements Inbox {
  constructor(
    private readonly connection: Connection,
    private readonly blobs: SqliteBlobs,
    private readonly changes: Changes,
  ) {}

  async submit(session: SessionId, entry: InboxEntry, blobs: readonly StagedBlob[]): Promise<void> {
    checkStaged(blobs)
    await this.blobs.storeLarge(blobs)
    const isNew = this.connection.write(() => {
      const key = sessionKey(this.connection, session)
      this.blobs.insertSmall(blobs)
      const { changes } = this.connection
        .sql<[number, CommandId, string]>(
          'INSERT INTO inbox (session, id, command) VALUES (?, ?, ?) ON CONFLICT (session, id) DO NOTHING',
        )
        .run(key, entry.id, JSON.stringify(entry.command))
      return changes > 0
    })
    if (isNew) this.changes.emit(session)
  }

  async pending(session: SessionId): Promise<readonly InboxEntry[]> {
    const rows = this.connection.read(() =>
      this.connection
        .sql<[SessionId], { id: CommandId; command: string }>(
          `SELECT id, command FROM inbox
           WHERE session = (SELECT key FROM sessions WHERE id = ?) AND settled = 0 ORDER BY number`,
        )
        .all(session),
    )
    return rows.map(({ id, command }) => ({ id, command: JSON.parse(command) as Command }))
  }

  async settle(session: SessionId, id: CommandId, rejection: Rejection | null, epoch: number): Promise<boolean> {
    const settled = this.connection.write(() => {
      const key = sessionKey(this.connection, session)
      if (this.#epoch(key) !== epoch) return 'fenced'
      const { changes } = this.connection
        .sql<[string | null, number, CommandId]>(
          'UPDATE inbox SET settled = 1, rejection = ? WHERE session = ? AND id = ? AND settled = 0',
        )
        .run(rejection === null ? null : JSON.stringify(rejection), key, id)
      if (changes === 0 && this.#status(session, id) === null) throw new CommandNotFoundError(session, id)
      return changes > 0 ? 'now' : 'before'
    })
    if (settled === 'now') this.changes.emit(session)
    return settled !== 'fenced'
  }

  async status(session: SessionId, id: CommandId): Promise<CommandStatus | null> {
    return this.connection.read(() => this.#status(session, id))
  }

  #epoch(key: number): number | undefined {
    return this.connection.sql<[number], { epoch: number }>('SELECT epoch FROM leases WHERE session = ?').get(key)
      ?.epoch
  }

  #status(session: SessionId, id: CommandId): CommandStatus | null {
    const row = this.connection
      .sql<[SessionId, CommandId], { settled: number; rejection: string | null }>(
        'SELECT settled, rejection FROM inbox WHERE session = (SELECT key FROM sessions WHERE id = ?) AND id = ?',
      )
      .get(session, id)
    if (row === undefined) return null
    if (row.settled === 0) return { status: 'pending' }
    if (row.rejection === null) return { status: 'accepted' }
    return { status: 'rejected', rejection: JSON.parse(row.rejection) as Rejection }
  }
}
