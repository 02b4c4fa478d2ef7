import type { Checkpoint, Checkpoints } from '../../ports/checkpoints.ts'
import type { SessionId } from '../../values/ids.ts'
import type { Connection } from './connection.ts'
import { sessionKey } from './session-key.ts'

/** The newest fold of each session, as JSON in SQLite. */
export class SqliteCheckpoints implements Checkpoints {
  constructor(private readonly connection: Connection) {}

  async save(session: SessionId, checkpoint: Checkpoint): Promise<void> {
    const { seq, version, state } = checkpoint
    const json = JSON.stringify(state)
    this.connection.write(() => {
      this.connection
        .sql<[number, number, number, string]>(
          `INSERT INTO checkpoints (session, seq, version, state) VALUES (?, ?, ?, ?)
           ON CONFLICT (session) DO UPDATE SET seq = excluded.seq, version = excluded.version, state = excluded.state
           WHERE excluded.seq >= seq`,
        )
        .run(sessionKey(this.connection, session), seq, version, json)
    })
  }

  async load(session: SessionId): Promise<Checkpoint | null> {
    const row = this.connection.read(() =>
      this.connection
        .sql<[SessionId], { seq: number; version: number; state: string }>(
          'SELECT seq, version, state FROM checkpoints WHERE session = (SELECT key FROM sessions WHERE id = ?)',
        )
        .get(session),
    )
    return row === undefined ? null : { ...row, state: JSON.parse(row.state) as unknown }
  }
}
