import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { waitFor } from '../../support/wait-for.ts'

/** What a test sees of sessions in Postgres behind the backs of those who work on them, and does to them. */
export interface Backstage {
  /** Process id of who holds the lease; null for nobody. */
  driver(session: string): Promise<number | null>
  /** Locks the row of a session: nobody changes anything of it until it is let go. */
  hold(session: string): Promise<HeldSession>
  close(): Promise<void>
}

/** A session that a test keeps from everybody. */
export interface HeldSession {
  /** Resolves when somebody waits to append to it. */
  awaited(): Promise<void>
  letGo(): Promise<void>
}

/** Connects as the owner of a database. */
export async function openBackstage(url: string): Promise<Backstage> {
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client(url)
    await client.connect()
    return client
  }
  const eye = await open()
  const driver = async (session: string): Promise<number | null> => {
    const { rows } = await eye.query<{ owner: string | null }>('SELECT owner FROM sessions WHERE id = $1', [session])
    const owner = rows[0]?.owner ?? null
    return owner === null ? null : (JSON.parse(owner) as { readonly pid: number }).pid
  }
  const waiting = async (): Promise<number> => {
    const { rows } = await eye.query<{ count: string }>(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
       AND query LIKE 'SELECT 1 FROM sessions%'`,
    )
    return Number(rows[0]?.count)
  }
  return {
    driver,
    hold: async (session) => {
      const hand = await open()
      await hand.query('BEGIN')
      await hand.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [session])
      return {
        awaited: async () => {
          while ((await waiting()) === 0) await wait(2)
        },
        letGo: async () => {
          await hand.query('ROLLBACK')
          await hand.end()
        },
      }
    },
    close: () => eye.end(),
  }
}

/** Resolves with the process that works on a session, as soon as one does. */
export function driverOf(backstage: Backstage, session: string): Promise<number> {
  return waitFor(async () => {
    const pid = await backstage.driver(session)
    if (pid === null) throw new Error(`nobody works on ${session}`)
    return pid
  })
}
