import { join, resolve } from 'node:path'
import type { Store } from '../../ports/store.ts'
import { FileCas } from '../file-cas/file-cas.ts'
import { SqliteBlobs } from './blobs.ts'
import { Changes } from './changes.ts'
import { SqliteCheckpoints } from './checkpoints.ts'
import { openConnection } from './connection.ts'
import { SqliteEventLog } from './event-log.ts'
import { SqliteInbox } from './inbox.ts'
import { SqliteLeases } from './leases.ts'
import { SqliteSessionIndex } from './session-index.ts'

export interface SqliteStoreOptions {
  /** Holds the database and `blobs/`; made (0700) when missing. */
  readonly directory: string
  /** Told when a blob that is named is missing or damaged: what was kept to spare storing it again must go. */
  readonly onDamage?: () => void
}

/**
 * The local store: SQLite for everything small, files for large blobs. Several processes may open
 * one directory. @throws StoreTooNewError, StoreReadOnlyError, DiskFullError and the others of errors.ts
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const directory = resolve(options.directory)
  const connection = openConnection(directory)
  const changes = new Changes(connection)
  const blobs = new SqliteBlobs(connection, new FileCas(join(directory, 'blobs')), options.onDamage)
  return {
    log: new SqliteEventLog(connection, blobs, changes),
    inbox: new SqliteInbox(connection, blobs, changes),
    leases: new SqliteLeases(connection, changes),
    checkpoints: new SqliteCheckpoints(connection),
    sessions: new SqliteSessionIndex(connection, changes),
    blobs,
    async close() {
      changes.close()
      connection.close()
    },
  }
}
