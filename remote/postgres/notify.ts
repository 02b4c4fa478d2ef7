import type { Database } from './database.ts'

/** A notification to be sent. */
export interface Note {
  readonly channel: string
  readonly payload: string
}

/** Sends notifications in one transaction of their own; false when the database was away. They are never waited for. */
export async function notify({ pool }: Pick<Database, 'pool'>, notes: readonly Note[]): Promise<boolean> {
  if (notes.length === 0) return true
  const channels = notes.map(({ channel }) => channel)
  const payloads = notes.map(({ payload }) => payload)
  try {
    await pool.query(
      'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS note (channel, payload)',
      [channels, payloads],
    )
    return true
  } catch {
    return false
  }
}
