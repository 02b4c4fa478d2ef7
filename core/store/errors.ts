import { LightspeedError } from '../values/errors.ts'
import type { CommandId, SessionId } from '../values/ids.ts'

/** An id that was never created in this store, or was removed. */
export class SessionNotFoundError extends LightspeedError {
  readonly code = 'session-not-found'
  constructor(readonly session: SessionId) {
    super(`no session ${session} in this store: list them with "lightspeed sessions list"`)
  }
}

/** Settling a command that nobody submitted. */
export class CommandNotFoundError extends LightspeedError {
  readonly code = 'command-not-found'
  constructor(
    readonly session: SessionId,
    readonly command: CommandId,
  ) {
    super(`no command ${command} was submitted to session ${session}: submit it before settling it`)
  }
}

/** The database was written by a newer lightspeed; it was left as it is. */
export class StoreTooNewError extends LightspeedError {
  readonly code = 'store-too-new'
  constructor(
    readonly file: string,
    readonly found: number,
    readonly known: number,
  ) {
    super(`${file} has schema ${found}, this lightspeed knows up to ${known}: upgrade lightspeed and run it again`)
  }
}

/** The state directory is in a place where others could change it. */
export class UnsafeDirectoryError extends LightspeedError {
  readonly code = 'store-unsafe-directory'
  constructor(directory: string, reason: string, remedy: string) {
    super(`will not keep sessions in ${directory}: ${reason}; ${remedy}`)
  }
}

/** SQLite did not take a setting that durability depends on, or is a version that can corrupt. */
export class UnsafeSqliteError extends LightspeedError {
  readonly code = 'store-unsafe-sqlite'
  constructor(file: string, setting: string, wanted: string, found: string) {
    super(
      `${file}: SQLite answers ${setting}=${found} where ${wanted} is needed; reinstall lightspeed, ` +
        'and keep its state on a local disk (LIGHTSPEED_HOME)',
    )
  }
}

/** No space or quota left. */
export class DiskFullError extends LightspeedError {
  readonly code = 'disk-full'
  constructor(directory: string, cause: unknown) {
    super(`no space left in ${directory}: free some space and try again`)
    this.cause = cause
  }
}

/** The store may not be written. */
export class StoreReadOnlyError extends LightspeedError {
  readonly code = 'store-read-only'
  constructor(directory: string, cause: unknown) {
    super(`cannot write in ${directory}: make it writable for you, or set LIGHTSPEED_HOME to a directory that is`)
    this.cause = cause
  }
}

/** The database file is damaged or is no database. */
export class StoreCorruptError extends LightspeedError {
  readonly code = 'store-corrupt'
  constructor(directory: string, cause: unknown) {
    super(
      `the database in ${directory} is damaged: restore that directory from a backup, or move it away to start afresh`,
    )
    this.cause = cause
  }
}

/** Other processes kept the database locked for longer than we wait. */
export class StoreBusyError extends LightspeedError {
  readonly code = 'store-busy'
  constructor(directory: string, cause: unknown) {
    super(`other processes keep the database in ${directory} locked: run the same command again, or end one of them`)
    this.cause = cause
  }
}

/** Any other failure of the disk or of SQLite; nothing was acknowledged. */
export class StoreIoError extends LightspeedError {
  readonly code = 'store-io'
  constructor(directory: string, reason: string, cause?: unknown) {
    super(`cannot use the store in ${directory} (${reason}): check the disk and run the same command again`)
    this.cause = cause
  }
}
