import type { Checkpoint, Checkpoints } from '../../core/ports/checkpoints.ts'
import type { SessionId } from '../../core/values/ids.ts'
import type { Database } from './database.ts'
import { lockSession } from './lock-session.ts'
import { together } from './transaction.ts'
import type { Tenant } from './tenant.ts'

/** The newest fold of each session, as JSON in Postgres. */
export class PostgresCheckpoints implements Checkpoints {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
  ) {}

  async save(session: SessionId, { seq, version, state }: Checkpoint): Promise<void> {
    const json = JSON.stringify(state)
    await this.database.transact(this.tenant, async (query) => {
      await together(
        lockSession(query, this.tenant, session),
        query(
          `INSERT INTO checkpoints (tenant, session, seq, version, state) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, session)
         DO UPDATE SET seq = excluded.seq, version = excluded.version, state = excluded.state
         WHERE excluded.seq >= checkpoints.seq`,
          [this.tenant, session, seq, version, json],
        ),
      )
    })
  }

  async load(session: SessionId): Promise<Checkpoint | null> {
    const [row] = await this.database.ask<{ seq: number; version: number; state: string }>(
      this.tenant,
      'SELECT seq, version, state FROM checkpoints WHERE tenant = $1 AND session = $2',
      [this.tenant, session],
    )
    return row === undefined ? null : { ...row, state: JSON.parse(row.state) as unknown }
  }
}
