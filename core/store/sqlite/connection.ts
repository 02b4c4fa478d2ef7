import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { StoreIoError } from '../errors.ts'
import { translateError } from '../translate-error.ts'
import { applyPragmas, assertSafeVersion } from './pragmas.ts'
import { retryBusy } from './retry-busy.ts'
import { migrate, pendingMigrations } from './schema.ts'
import { preparePrivateFile, prepareStateDirectory } from './state-directory.ts'

const databaseName = 'lightspeed.db'

const openWithinMs = 10_000

/** One durable SQLite connection. Whatever it throws is a typed error that says what to do. */
export class Connection {
  readonly #database: Database.Database
  readonly #inode: number | null
  readonly #statements = new Map<string, Database.Statement>()
  readonly #immediately: Database.Transaction<(body: () => unknown) => unknown>

  constructor(
    readonly directory: string,
    database: Database.Database,
  ) {
    this.#database = database
    this.#inode = inodeOf(database.name)
    this.#immediately = database.transaction((body: () => unknown) => body())
  }

  get file(): string {
    return this.#database.name
  }

  /** Prepares once, then answers from memory. */
  sql<Params extends unknown[], Row = never>(text: string): Database.Statement<Params, Row> {
    const known = this.#statements.get(text) ?? this.#database.prepare(text)
    this.#statements.set(text, known)
    return known as unknown as Database.Statement<Params, Row>
  }

  /** Statements that only read; each sees what is committed when it runs. */
  read<Result>(body: () => Result): Result {
    try {
      return body()
    } catch (error) {
      throw translateError(error, this.directory)
    }
  }

  /** One IMMEDIATE transaction: durable when it returns, nothing done when it throws. */
  write<Result>(body: () => Result): Result {
    return this.read(() => {
      this.#assertInPlace()
      return this.#immediately.immediate(body) as Result
    })
  }

  close(): void {
    this.#database.close()
  }

  /** In WAL mode SQLite does not notice that its file was deleted or replaced, and writes to what nobody will find. */
  #assertInPlace(): void {
    if (inodeOf(this.file) === this.#inode) return
    throw new StoreIoError(this.directory, 'the database was moved or deleted while in use')
  }
}

function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null
}

/** Opens, and creates when missing, the database of a state directory. */
export function openConnection(directory: string): Connection {
  try {
    prepareStateDirectory(directory)
    const file = preparePrivateFile(directory, databaseName)
    return new Connection(
      directory,
      retryBusy(() => openDatabase(file), openWithinMs),
    )
  } catch (error) {
    throw translateError(error, directory)
  }
}

function openDatabase(file: string): Database.Database {
  const database = new Database(file)
  try {
    assertSafeVersion(file, String(database.prepare('SELECT sqlite_version()').pluck().get()))
    // Before anything is set: a file that is too new stays as it is.
    const isOutdated = pendingMigrations(database).length > 0
    applyPragmas(database)
    if (isOutdated) migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
