import type { SessionId } from '../../values/ids.ts'
import { SessionNotFoundError } from '../errors.ts'
import type { Connection } from './connection.ts'

/** The number by which rows name their session. @throws SessionNotFoundError */
export function sessionKey(connection: Connection, session: SessionId): number {
  const row = connection.sql<[SessionId], { key: number }>('SELECT key FROM sessions WHERE id = ?').get(session)
  if (row === undefined) throw new SessionNotFoundError(session)
  return row.key
}
