import type { Database } from './database.ts'

/** How a worker runs commands of sessions: confined, as whoever started it may, or not at all. */
export type CommandPolicy = 'confined' | 'unconfined' | 'none'

/** One that was not heard of for so long counts only where no other one is. */
const silence = "interval '30 seconds'"

/** The workers of all queues, as they told of themselves; they are of no tenant. Times are those of the database. */
export class PostgresWorkers {
  constructor(private readonly database: Database) {}

  /** A worker says that it is there; more often than every 30 s. */
  async announce(queue: string, id: string, commands: CommandPolicy): Promise<void> {
    await this.database.sweep(async (query) => {
      await query("DELETE FROM workers WHERE queue = $1 AND seen_at < now() - interval '1 day'", [queue])
      await query(
        `INSERT INTO workers (queue, id, commands, seen_at) VALUES ($1, $2, $3, now())
         ON CONFLICT (queue, id) DO UPDATE SET commands = excluded.commands, seen_at = now()`,
        [queue, id, commands],
      )
    })
  }

  /** A worker ends. What it told holds until another one tells something else. */
  async leave(queue: string, id: string): Promise<void> {
    await this.database.sweep((query) =>
      query(`UPDATE workers SET seen_at = seen_at - ${silence} WHERE queue = $1 AND id = $2`, [queue, id]),
    )
  }

  /** How commands are run, whichever worker of a queue takes a session: the least of them counts. Null when none was ever there. */
  async commands(queue: string): Promise<CommandPolicy | null> {
    const rows = await this.database.sweep((query) =>
      query<{ commands: CommandPolicy }>(
        `SELECT DISTINCT commands FROM workers WHERE queue = $1
         AND seen_at >= least(now() - ${silence}, (SELECT max(seen_at) FROM workers WHERE queue = $1))`,
        [queue],
      ),
    )
    const found = new Set(rows.map(({ commands }) => commands))
    return (['none', 'unconfined', 'confined'] as const).find((policy) => found.has(policy)) ?? null
  }
}
