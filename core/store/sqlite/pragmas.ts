import { UnsafeSqliteError } from '../errors.ts'

/** What this file needs of a connection. */
export interface PragmaTarget {
  readonly name: string
  pragma(source: string, options: { readonly simple: true }): unknown
}

/** Per connection, never stored in the file. better-sqlite3's own default in WAL is synchronous=NORMAL. */
const pragmas = {
  busy_timeout: 10_000,
  journal_mode: 'wal',
  // FULL: a commit is synced before it returns. NORMAL loses acknowledged events on power loss.
  synchronous: 2,
  foreign_keys: 1,
  mmap_size: 0,
}

/** Sets what durability depends on and reads each back. @throws UnsafeSqliteError */
export function applyPragmas(database: PragmaTarget): void {
  for (const [name, wanted] of Object.entries(pragmas)) {
    database.pragma(`${name} = ${wanted}`, { simple: true })
    const found = String(database.pragma(name, { simple: true }))
    if (found !== String(wanted)) throw new UnsafeSqliteError(database.name, name, String(wanted), found)
  }
}

/** Versions 3.7.0 to 3.51.2 can corrupt a database that two connections checkpoint at once. */
const oldestSafe = [3, 51, 3] as const

/** @throws UnsafeSqliteError for an SQLite below 3.51.3 */
export function assertSafeVersion(file: string, version: string): void {
  const parts = version.split('.').map(Number)
  for (const [index, needed] of oldestSafe.entries()) {
    const part = parts[index] ?? 0
    if (part > needed) return
    if (part < needed) throw new UnsafeSqliteError(file, 'sqlite_version', `${oldestSafe.join('.')} or newer`, version)
  }
}
