import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection, type Connection } from '../../../../core/store/sqlite/connection.ts'
import { applyPragmas, assertSafeVersion } from '../../../../core/store/sqlite/pragmas.ts'
import { temporaryDirectory } from '../temporary-directory.ts'

const full = 2

function connect(directory: string): Connection {
  const connection = openConnection(directory)
  onTestFinished(() => connection.close())
  return connection
}

function pragma(connection: Connection, name: string): unknown {
  return Object.values(connection.sql<[], object>(`PRAGMA ${name}`).get() ?? {})[0]
}

test('every connection syncs each commit: the first, the next, and one after a careless one', () => {
  const directory = temporaryDirectory()
  const first = connect(directory)
  expect(pragma(first, 'synchronous')).toBe(full)
  const careless = new Database(first.file)
  careless.pragma('synchronous = NORMAL')
  careless.close()
  expect(pragma(connect(directory), 'synchronous')).toBe(full)
  expect(pragma(first, 'synchronous')).toBe(full)
})

test('every connection is in WAL mode, waits for locks, keeps foreign keys, and maps no memory', () => {
  const directory = temporaryDirectory()
  for (const connection of [connect(directory), connect(directory)]) {
    expect(pragma(connection, 'journal_mode')).toBe('wal')
    expect(pragma(connection, 'busy_timeout')).toBe(10_000)
    expect(pragma(connection, 'foreign_keys')).toBe(1)
    expect(pragma(connection, 'mmap_size')).toBe(0)
  }
})

test.each([
  ['synchronous', 1],
  ['journal_mode', 'delete'],
  ['foreign_keys', 0],
])('a connection that does not take %s is refused', (stubborn, answer) => {
  const taken = new Map<string, string>()
  const database = {
    name: '/somewhere/lightspeed.db',
    pragma(source: string) {
      const [name = '', value] = source.split(' = ')
      if (value !== undefined) taken.set(name, value)
      return name === stubborn ? answer : taken.get(name)
    },
  }
  expect(() => applyPragmas(database)).toThrow(
    expect.objectContaining({ code: 'store-unsafe-sqlite', message: expect.stringContaining(`${stubborn}=${answer}`) }),
  )
})

test.each(['3.51.3', '3.51.10', '3.52.0', '4.0.0'])('SQLite %s is accepted', (version) => {
  expect(() => assertSafeVersion('db', version)).not.toThrow()
})

test.each(['3.51.2', '3.40.1', '3.9.9', '2.99.99', 'nonsense'])('SQLite %s is refused', (version) => {
  expect(() => assertSafeVersion('db', version)).toThrow(expect.objectContaining({ code: 'store-unsafe-sqlite' }))
})

test('a database newer than this lightspeed is refused, told to upgrade, and left byte for byte', () => {
  const directory = temporaryDirectory()
  const { file } = connect(directory)
  const newer = new Database(file)
  newer.pragma('user_version = 999')
  newer.pragma('wal_checkpoint(TRUNCATE)')
  newer.close()
  const before = readFileSync(file)
  expect(() => openConnection(directory)).toThrow(
    expect.objectContaining({ code: 'store-too-new', message: expect.stringMatching(/999.*upgrade lightspeed/) }),
  )
  expect(Buffer.compare(readFileSync(file), before)).toBe(0)
})

test('a database of the first schema is brought up to date with what it holds', () => {
  const directory = temporaryDirectory()
  const first = connect(directory)
  first
    .sql("INSERT INTO sessions (id, directory, model, title, created_at, updated_at) VALUES ('a', '/', 'm', 't', 1, 1)")
    .run()
  for (const undo of ['DROP INDEX inputs', 'ALTER TABLE sessions DROP COLUMN origin', 'PRAGMA user_version = 1'])
    first.sql(undo).run()
  first.close()
  expect(connect(directory).sql<[], object>('SELECT id, origin FROM sessions').all()).toEqual([
    { id: 'a', origin: null },
  ])
})

test('a migration runs once: an opened database opens again with what it holds', () => {
  const directory = temporaryDirectory()
  const first = connect(directory)
  first.sql("INSERT INTO blobs (hash, bytes) VALUES (x'00', x'01')").run()
  expect(pragma(connect(directory), 'user_version')).toBe(2)
  expect(connect(directory).sql<[], object>('SELECT * FROM blobs').all()).toHaveLength(1)
})

test('a file that is no database is refused as damaged', () => {
  const directory = temporaryDirectory()
  writeFileSync(join(directory, 'lightspeed.db'), 'not a database, but longer than a header is: '.repeat(100))
  expect(() => openConnection(directory)).toThrow(
    expect.objectContaining({ code: 'store-corrupt', message: expect.stringContaining(directory) }),
  )
})

test('a write that waits in vain for another writer is busy, and the next one works', () => {
  const directory = temporaryDirectory()
  const [connection, other] = [connect(directory), connect(directory)]
  connection.sql('PRAGMA busy_timeout = 20').get()
  const insert = () =>
    connection.write(() => connection.sql("INSERT INTO blobs (hash, bytes) VALUES (x'00', x'01')").run())
  other.write(() => {
    expect(insert).toThrow(expect.objectContaining({ code: 'store-busy', message: expect.stringContaining(directory) }))
  })
  expect(insert().changes).toBe(1)
})

test('a transaction that throws leaves nothing', () => {
  const connection = connect(temporaryDirectory())
  const failure = new Error('stop')
  expect(() =>
    connection.write(() => {
      connection.sql("INSERT INTO blobs (hash, bytes) VALUES (x'00', x'01')").run()
      throw failure
    }),
  ).toThrow(failure)
  expect(connection.sql<[], object>('SELECT * FROM blobs').all()).toEqual([])
})
