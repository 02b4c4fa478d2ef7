import type { Database } from 'better-sqlite3'
import { StoreTooNewError } from '../errors.ts'

/**
 * Each takes the schema one version up; `user_version` counts those applied. Only ever add to the end.
 * Events, and the ops that recorded them, lie together by session, so that a session is read in one stretch.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT,
    directory TEXT NOT NULL,
    model TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    head INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX sessions_by_directory ON sessions (directory);

  CREATE TABLE events (
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    op_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (session, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ops (
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    op_id TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (session, op_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE inbox (
    number INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    id TEXT NOT NULL,
    command TEXT NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0,
    rejection TEXT,
    UNIQUE (session, id)
  ) STRICT;
  CREATE INDEX inbox_pending ON inbox (session, number) WHERE settled = 0;

  CREATE TABLE leases (
    session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
    epoch INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    until_ms INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE checkpoints (
    session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;

  CREATE TABLE blobs (
    hash BLOB PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE sessions ADD COLUMN origin TEXT;
  CREATE INDEX inputs ON events (session, seq) WHERE kind IN ('run.requested', 'run.steered');
  `,
]

/** What the file still needs. @throws StoreTooNewError when a newer lightspeed wrote it */
export function pendingMigrations(database: Database): readonly string[] {
  const applied = Number(database.pragma('user_version', { simple: true }))
  if (applied > migrations.length) throw new StoreTooNewError(database.name, applied, migrations.length)
  return migrations.slice(applied)
}

/** Brings the schema up to date, all or nothing. */
export function migrate(database: Database): void {
  const run = database.transaction(() => {
    // Asked again here, where no other process can be migrating.
    for (const migration of pendingMigrations(database)) database.exec(migration)
    database.pragma(`user_version = ${migrations.length}`)
  })
  run.immediate()
}
