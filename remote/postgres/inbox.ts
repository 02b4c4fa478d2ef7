import type { Command } from '../../core/machine/commands.ts'
import type { StagedBlob } from '../../core/ports/event-log.ts'
import type { CommandStatus, Inbox, InboxEntry } from '../../core/ports/inbox.ts'
import { checkStaged } from '../../core/store/check-staged.ts'
import { CommandNotFoundError } from '../../core/store/errors.ts'
import type { Rejection } from '../../core/values/decision.ts'
import type { CommandId, SessionId } from '../../core/values/ids.ts'
import type { PostgresBlobs } from './blobs.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import { together, type Query } from './transaction.ts'
import { lockSession } from './lock-session.ts'
import { pageBytes } from './page-bytes.ts'
import type { Tenant } from './tenant.ts'

/** Commands waiting in Postgres, numbered by arrival. */
export class PostgresInbox implements Inbox {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
    private readonly blobs: PostgresBlobs,
    private readonly changes: Changes,
  ) {}

  async submit(session: SessionId, { id, command }: InboxEntry, blobs: readonly StagedBlob[]): Promise<void> {
    checkStaged(blobs)
    await this.blobs.storeLarge(blobs)
    const isNew = await this.database.transact(this.tenant, async (query) => {
      // Numbers are handed out before commits: under the lock they are in the order of these.
      const [, , added] = await together(
        lockSession(query, this.tenant, session),
        this.blobs.insertSmall(query, blobs),
        // What kept workers from going on before it is not held against it: if it still does, they say so again.
        query(
          `WITH added AS (
             INSERT INTO inbox (tenant, session, id, command) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant, session, id) DO NOTHING RETURNING 1),
           heard AS (DELETE FROM troubles WHERE tenant = $1 AND session = $2 AND EXISTS (SELECT FROM added))
           SELECT 1 FROM added`,
          [this.tenant, session, id, JSON.stringify(command)],
        ),
      )
      return added.length > 0
    })
    if (isNew) this.changes.emit(this.tenant, session)
  }

  async pending(session: SessionId): Promise<readonly InboxEntry[]> {
    const rows = await this.database.ask<{ id: CommandId; command: string }>(
      this.tenant,
      `SELECT id, command FROM (
           SELECT *, sum(octet_length(command)) OVER (ORDER BY number) - octet_length(command) AS bytes_before
           FROM inbox WHERE tenant = $1 AND session = $2 AND NOT settled) AS page
         WHERE bytes_before < $3 ORDER BY number`,
      [this.tenant, session, pageBytes],
    )
    return rows.map(({ id, command }) => ({ id, command: JSON.parse(command) as Command }))
  }

  async settle(session: SessionId, id: CommandId, rejection: Rejection | null, epoch: number): Promise<boolean> {
    const outcome = await this.database.transact(this.tenant, async (query) => {
      const epochNow = 'SELECT epoch FROM sessions WHERE tenant = $1 AND id = $2'
      const [, [now]] = await together(
        lockSession(query, this.tenant, session),
        query<{ epoch: number }>(epochNow, [this.tenant, session]),
      )
      if (now?.epoch !== epoch) return 'fenced'
      const settled = await query(
        `UPDATE inbox SET settled = true, rejection = $4
         WHERE tenant = $1 AND session = $2 AND id = $3 AND NOT settled RETURNING 1`,
        [this.tenant, session, id, rejection === null ? null : JSON.stringify(rejection)],
      )
      if (settled.length === 0 && (await this.#status(query, session, id)) === null)
        throw new CommandNotFoundError(session, id)
      return settled.length > 0 ? 'now' : 'before'
    })
    if (outcome === 'now') this.changes.emit(this.tenant, session)
    return outcome !== 'fenced'
  }

  async status(session: SessionId, id: CommandId): Promise<CommandStatus | null> {
    return this.#status(this.database.apart(this.tenant), session, id)
  }

  async #status(query: Query, session: SessionId, id: CommandId): Promise<CommandStatus | null> {
    const [row] = await query<{ settled: boolean; rejection: string | null }>(
      'SELECT settled, rejection FROM inbox WHERE tenant = $1 AND session = $2 AND id = $3',
      [this.tenant, session, id],
    )
    if (row === undefined) return null
    if (!row.settled) return { status: 'pending' }
    if (row.rejection === null) return { status: 'accepted' }
    return { status: 'rejected', rejection: JSON.parse(row.rejection) as Rejection }
  }
}
