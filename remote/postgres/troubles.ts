import type { SessionId } from '../../core/values/ids.ts'
import type { Database } from './database.ts'
import type { Tenant } from './tenant.ts'

/** Why workers cannot go on with a session. */
export interface Trouble {
  readonly code: string
  readonly message: string
}

/** What stops the sessions of one tenant, told by workers for the people who wait. */
export class PostgresTroubles {
  constructor(
    private readonly database: Database,
    private readonly tenant: Tenant,
  ) {}

  /** Said of the lease that was taken last, until a command comes: whoever takes the next one, or tries again, may get on. */
  async put(session: SessionId, { code, message }: Trouble): Promise<void> {
    await this.database.ask(
      this.tenant,
      `INSERT INTO troubles (tenant, session, epoch, code, message)
         SELECT tenant, id, epoch, $3, $4 FROM sessions WHERE tenant = $1 AND id = $2
         ON CONFLICT (tenant, session) DO UPDATE
         SET epoch = excluded.epoch, code = excluded.code, message = excluded.message`,
      [this.tenant, session, code, message],
    )
  }

  /** Of a lease that is held still: what was in the way is gone. */
  async remove(session: SessionId): Promise<void> {
    await this.database.ask(this.tenant, 'DELETE FROM troubles WHERE tenant = $1 AND session = $2', [
      this.tenant,
      session,
    ])
  }

  /** Null for a session that is worked on, or at rest, and until what came of a command that came since is known. */
  async get(session: SessionId): Promise<Trouble | null> {
    const [row] = await this.database.ask<Trouble>(
      this.tenant,
      `SELECT code, message FROM troubles JOIN sessions USING (tenant, epoch)
         WHERE tenant = $1 AND session = $2 AND id = session`,
      [this.tenant, session],
    )
    return row ?? null
  }
}
